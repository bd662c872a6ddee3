-- Every change leaves its row in the audit: triggers write it, so that no statement can forget to, and nobody but the owner can
-- switch them off. Who asked and why is told by acting() in the statement that makes the change; without it, the service itself.

create index audit_by_subject on audit (subject_kind, subject_id, at desc, id desc) where subject_id is not null;
create index audit_by_key on audit (key_id, at desc, id desc) where key_id is not null;

-- Tells who makes the changes of this transaction, and why. A statement that calls it must depend on its result.
create function acting(who text, why text) returns boolean
    language sql volatile
as $$ select set_config('parkgate.who', coalesce(who, ''), true) is not null
         and set_config('parkgate.why', coalesce(left(why, 500), ''), true) is not null $$;

-- Reads application/x-www-form-urlencoded; null where it is none.
create function url_decoded(encoded text) returns text
    language plpgsql immutable strict
as $$
begin
    return (select convert_from(decode(coalesce(string_agg(
                       case when part[1] ~ '^%' then substr(part[1], 2) else encode(convert_to(part[1], 'UTF8'), 'hex') end,
                       '' order by place), ''), 'hex'), 'UTF8')
            from regexp_matches(replace(encoded, '+', ' '), '%[0-9A-Fa-f]{2}|[^%]+', 'g') with ordinality as found (part, place));
exception when data_exception then
    return null;
end
$$;

-- One thing that was done, told by the database itself.
create function record_audit(done text, kind text, subject text, place text, who text, why text, told jsonb) returns void
    language sql security definer set search_path = "${flyway:defaultSchema}", pg_temp
as $$
insert into audit (id, at, action, subject_kind, subject_id, place_id, key_id, reason, details)
values (gen_random_uuid(), clock_timestamp(), done, kind, left(subject, 64), place, nullif(who, ''), nullif(left(why, 500), ''), told)
$$;

-- Writes what became of a row, by who was named with acting(). Arguments: the subject's kind, then the columns that may be
-- shown; an update that changed none of them is not told. {"column": value} when made, {"column": [before, after]} when changed.
create function audit_row() returns trigger
    language plpgsql security definer set search_path = "${flyway:defaultSchema}", pg_temp
as $$
declare
    before jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
    after  jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
    row_is jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
    shown  text[] := tg_argv[1:];
    told   jsonb;
    done   text;
begin
    select coalesce(jsonb_object_agg(name, case tg_op when 'UPDATE' then jsonb_build_array(before -> name, after -> name)
                                                      else row_is -> name end), '{}')
      into told
      from unnest(shown) as shown_column (name)
     where coalesce(before -> name, 'null') <> coalesce(after -> name, 'null');
    if tg_op = 'UPDATE' and told = '{}' then
        return null;
    end if;
    done := case tg_table_name
        when 'access_right' then 'right.' || case when tg_op = 'INSERT' then 'given'
            when told ? 'deleted_at' then 'ended' else 'changed' end
        when 'access_key' then 'key.' || case when tg_op = 'INSERT' then 'made'
            when told ? 'revoked_at' then 'revoked' else 'changed' end
        when 'credential' then 'credential.' || case
            when tg_op = 'INSERT' then case when after ->> 'replaces' is null then 'issued' else 'reissued' end
            when told ? 'status' then lower(after ->> 'status')
            when told ? 'claimed_at' then 'claimed' else 'changed' end
        when 'totp_note' then 'credential.' || case when told ? 'releases' then 'unlocked' else 'locked' end
        when 'key_fingerprint' then 'signing-key.' || case when tg_op = 'INSERT' then 'entered'
            else lower(after ->> 'state') end
        else tg_table_name || '.' || case tg_op when 'INSERT' then 'made' when 'UPDATE' then 'changed' else 'deleted' end
    end;
    perform record_audit(
        replace(done, '_', '-'), tg_argv[0],
        coalesce(row_is ->> 'id', row_is ->> 'credential_id', row_is ->> 'kid'),
        case tg_table_name when 'place' then row_is ->> 'id'
            when 'access_key' then coalesce(row_is ->> 'place_id', (select lot_id from lane where id = row_is ->> 'lane_id'))
            else coalesce(row_is ->> 'place_id', row_is ->> 'lot_id', row_is ->> 'issuer_place_id') end,
        current_setting('parkgate.who', true), current_setting('parkgate.why', true), told);
    return null;
end
$$;

create trigger audited after insert or update or delete on place for each row execute function audit_row(
    'PLACE', 'type', 'parent_id', 'name', 'time_zone', 'capacity', 'status', 'passback', 'min_assurance', 'admit_transients',
    'no_open_session', 'revoked_exit', 'full_policy', 'passage_timeout_s', 'operator_id', 'is_public', 'stale_pack');
create trigger audited after insert or update or delete on lane for each row execute function audit_row(
    'LANE', 'lot_id', 'direction', 'from_area', 'to_area', 'confirm_passage');
create trigger audited after insert or update or delete on pool for each row execute function audit_row(
    'POOL', 'lot_id', 'spaces', 'policy');
create trigger audited after insert or update or delete on access_key for each row execute function audit_row(
    'KEY', 'kind', 'lane_id', 'place_id', 'operator_id', 'expires_at', 'revoked_at');
create trigger audited after insert or update or delete on access_right for each row execute function audit_row(
    'RIGHT', 'root_id', 'place_id', 'type', 'valid_from', 'valid_until', 'recurring', 'pool_id', 'offline_policy', 'deleted_at');
create trigger audited_made after insert or delete on credential for each row execute function audit_row(
    'CREDENTIAL', 'type', 'expires_at', 'kid', 'replaces', 'issuer_place_id', 'issuer_operator_id');
-- An erasure has a row of its own, which does not say whose credentials they were.
create trigger audited_changed after update on credential for each row
    when (old.erased_at is not distinct from new.erased_at) execute function audit_row(
    'CREDENTIAL', 'status', 'kid', 'claimed_at', 'expires_at');
create trigger audited_made after insert on totp_note for each row
    when (new.releases > 0 or new.locked_until is not null) execute function audit_row('CREDENTIAL', 'releases', 'locked_until');
create trigger audited_changed after update on totp_note for each row
    when (new.releases <> old.releases or (new.locked_until is not null and new.locked_until is distinct from old.locked_until))
    execute function audit_row('CREDENTIAL', 'releases', 'locked_until');
create trigger audited after insert or update or delete on key_fingerprint for each row execute function audit_row(
    'SIGNING_KEY', 'purpose', 'state', 'fingerprint');

-- What people did at a lot by hand is an event with who and why; it may be recorded later, by any instance, and its row of the
-- audit with it. Grants, passages and what follows from them have their row in the lot's history itself.
create function audit_by_hand() returns trigger
    language plpgsql security definer set search_path = "${flyway:defaultSchema}", pg_temp
as $$
begin
    insert into audit (id, at, action, subject_kind, subject_id, place_id, key_id, reason, details)
    values (gen_random_uuid(), new.received_time,
        case when new.detail ~ '(^|&)pass=MANUAL_OPEN(&|$)' then 'lane.opened'
            when new.kind = 'SET' then 'occupancy.set' when new.kind = 'RESET' then 'inventory.reset'
            when new.kind = 'CLOSE' then 'session.closed' else 'lot.' || lower(replace(new.kind, '_', '-')) end,
        case when new.session_id is not null then 'SESSION' when new.lane_id is not null then 'LANE' else 'PLACE' end,
        coalesce(new.session_id::text, new.lane_id, new.lot_id), new.lot_id,
        left(url_decoded(substring(new.detail from '(?:^|&)who=([^&]*)')), 64),
        nullif(left(url_decoded(substring(new.detail from '(?:^|&)why=([^&]*)')), 500), ''),
        jsonb_strip_nulls(jsonb_build_object('seq', new.seq, 'laneId', new.lane_id, 'direction', new.direction,
            'decisionId', new.decision_id, 'flags', nullif(to_jsonb(new.flags), '[]'),
            'currentCount', new.open_after + new.adjustment_after)));
    return null;
end
$$;
create trigger audited_by_hand after insert on access_event for each row
    when (new.detail ~ '(^|&)who=') execute function audit_by_hand();

-- ── What stands ─────────────────────────────────────────────────────────────────────────────────────────────────────
-- The service's own role may not change or delete rows of audit and access_event at all. Where it is the owner too, these
-- triggers refuse. The functions below are the only way round them, and each writes what it did.
create or replace function audit_stands() returns trigger
    language plpgsql
as $$
begin
    if current_setting('parkgate.erasing', true) is distinct from tg_table_name then
        raise exception 'a row of % is never changed or deleted', case tg_table_name when 'audit' then 'the audit' else tg_table_name end;
    end if;
    return null;
end
$$;
create trigger access_event_stands before update or delete or truncate on access_event
    for each statement execute function audit_stands();

-- Lets this function's own statements through, and nobody's after them.
create function erasing(what text) returns void
    language sql
as $$ select set_config('parkgate.erasing', what, true) $$;

-- Takes whose it was and why out of events: number, key, kind, times and counts stay, the fence needs them.
-- For what no session speaks of that is open.
create function erase_events(events_before timestamptz, most integer, erased_now timestamptz, of_erased boolean, only_of text[])
    returns bigint
    language plpgsql security definer set search_path = "${flyway:defaultSchema}", pg_temp
as $$
declare
    erased bigint;
begin
    perform erasing('access_event');
    with old as (
        select e.lot_id, e.seq
        from access_event e
        where not of_erased and e.erased_at is null and e.received_time < events_before
          and not exists (select from session s where s.id = e.session_id
                          and (s.status = 'ACTIVE' or s.passage_decision is not null or s.reopens))
        limit most
        for update of e skip locked
    ), traced as (
        select e.lot_id, e.seq
        from credential c join access_event e on e.credential_id = c.id
        where of_erased and c.traces_until is not null and (only_of is null or c.id = any (only_of))
          and e.erased_at is null and e.received_time < events_before
          and not exists (select from session s where s.id = e.session_id
                          and (s.status = 'ACTIVE' or s.passage_decision is not null or s.reopens))
        limit most
        for update of e skip locked
    )
    update access_event
    set credential_id = null, root_id = null, session_id = null, right_id = null, pool_id = null, detail = null,
        erased_at = erased_now
    from (select * from old union all select * from traced) gone
    where access_event.lot_id = gone.lot_id and access_event.seq = gone.seq;
    get diagnostics erased = row_count;
    perform erasing('');
    if erased > 0 then
        perform record_audit('events.erased', 'RETENTION', null, null, current_setting('parkgate.who', true), null,
            jsonb_build_object('rows', erased, 'ofErasedHolders', of_erased));
    end if;
    return erased;
end
$$;

-- Deletes rows of the audit that were written before a moment.
create function erase_audit(written_before timestamptz, most integer) returns bigint
    language plpgsql security definer set search_path = "${flyway:defaultSchema}", pg_temp
as $$
declare
    erased bigint;
begin
    perform erasing('audit');
    delete from audit where id in (select id from audit where at < written_before order by at limit most for update skip locked);
    get diagnostics erased = row_count;
    perform erasing('');
    if erased > 0 then
        perform record_audit('audit.erased', 'RETENTION', null, null, null, null,
            jsonb_build_object('rows', erased, 'before', written_before));
    end if;
    return erased;
end
$$;

-- Takes out of the audit what people wrote about credentials whose holder is erased.
create function erase_audit_reasons(of_credentials text[]) returns bigint
    language plpgsql security definer set search_path = "${flyway:defaultSchema}", pg_temp
as $$
declare
    erased bigint;
begin
    perform erasing('audit');
    update audit set reason = null
    where subject_kind = 'CREDENTIAL' and subject_id = any (of_credentials) and reason is not null
      and exists (select from credential c where c.id = subject_id and c.erased_at is not null);
    get diagnostics erased = row_count;
    perform erasing('');
    if erased > 0 then
        perform record_audit('audit.reasons-erased', 'HOLDER', null, null, current_setting('parkgate.who', true), null,
            jsonb_build_object('rows', erased));
    end if;
    return erased;
end
$$;

-- ── The change log has an end ───────────────────────────────────────────────────────────────────────────────────────
create index change_by_time on change (at);
-- Deletes what is older than a moment, never the newest row: a reader that finds its next number gone knows that it lags.
create function trim_changes(written_before timestamptz, most integer) returns bigint
    language plpgsql security definer set search_path = "${flyway:defaultSchema}", pg_temp
as $$
declare
    trimmed bigint;
begin
    delete from change where version in (
        select version from change
        where at < written_before and version < (select max(version) from change)
        order by version limit most);
    get diagnostics trimmed = row_count;
    return trimmed;
end
$$;
