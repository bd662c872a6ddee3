-- The first number of a lot whose event was received at a moment or later; one above its last where there is none. Numbers have
-- no gaps and their times rise with them (as far as instances' clocks agree), so some twenty looks into the primary key find it,
-- and no index has to be kept for it while scans are recorded.
create function seq_at(lot text, moment timestamptz) returns bigint
    language plpgsql stable as
$$
declare
    low    bigint := 1;
    high   bigint := (select last_seq + 1 from lot_head where lot_id = lot);
    middle bigint;
    heard  timestamptz;
begin
    while low < high loop
        middle := (low + high) / 2;
        heard := (select received_time from access_event where lot_id = lot and seq = middle);
        if heard is null or heard < moment then
            low := middle + 1;
        else
            high := middle;
        end if;
    end loop;
    return low;
end
$$;

-- The last time that somebody set a lot's count.
create index access_event_corrected on access_event (lot_id, seq desc) where kind in ('SET', 'RESET');

-- ── When lanes were silent ──────────────────────────────────────────────────────────────────────────────────────────────
-- Written by whichever instance notices, from what is known in lane_heard: one row per silence, from the last that was heard of the
-- lane to the next.
create table lane_silence (
    lane_id text        not null, -- no foreign key: the record outlives what it speaks of
    lot_id  text        not null,
    from_at timestamptz not null,
    to_at   timestamptz check (to_at >= from_at), -- null: it still is
    primary key (lane_id, from_at)
);
create unique index lane_silence_open on lane_silence (lane_id) where to_at is null;
create index lane_silence_of_lot on lane_silence (lot_id, from_at);
create index lane_silence_over on lane_silence (to_at);

-- Since when a lane is known to be there; of those that are known already, from now on.
alter table lane_heard add column first_heard_at timestamptz not null default statement_timestamp();

-- ── Rules have a version, and may be announced ──────────────────────────────────────────────────────────────────────────
alter table place add column rules_version integer not null default 1;
alter table place add column rules_since timestamptz not null default clock_timestamp();
update place set rules_since = created_at;

create function count_rules() returns trigger
    language plpgsql as
$$
begin
    if (new.capacity, new.status, new.passback, new.min_assurance, new.admit_transients, new.no_open_session, new.revoked_exit,
        new.full_policy, new.stale_pack, new.passage_timeout_s)
        is distinct from
        (old.capacity, old.status, old.passback, old.min_assurance, old.admit_transients, old.no_open_session, old.revoked_exit,
         old.full_policy, old.stale_pack, old.passage_timeout_s) then
        new.rules_version := old.rules_version + 1;
        new.rules_since := clock_timestamp();
    end if;
    return new;
end
$$;
create trigger rules_counted before update on place for each row execute function count_rules();

-- A pool is a rule of its lot.
create function count_pool() returns trigger
    language plpgsql as
$$
begin
    update place set rules_version = rules_version + 1, rules_since = clock_timestamp() where id = new.lot_id;
    return null;
end
$$;
create trigger rules_counted_made after insert on pool for each row execute function count_pool();
create trigger rules_counted_changed after update on pool for each row
    when ((new.spaces, new.policy) is distinct from (old.spaces, old.policy)) execute function count_pool();

-- A lot's rules from a moment on that is still ahead: one set of them at most, whole.
create table rules_next (
    id                text primary key references place (id),
    place_id          text generated always as (id) stored,
    effective_from    timestamptz not null,
    announced_at      timestamptz not null,
    key_id            text,
    reason            text check (length(reason) <= 500),
    capacity          integer check (capacity >= 0),
    status            text    not null check (status in ('OPEN', 'FULL', 'CLOSED', 'CLOSED_TO_ALL')),
    passback          text    not null check (passback in ('OFF', 'SOFT', 'HARD')),
    min_assurance     text    not null check (min_assurance in ('S', 'T', 'D')),
    admit_transients  boolean not null,
    no_open_session   text    not null check (no_open_session in ('OPEN_AND_FLAG', 'REFUSE')),
    revoked_exit      text    not null check (revoked_exit in ('OPEN_AND_FLAG', 'CALL_ATTENDANT')),
    full_policy       text    not null check (full_policy in ('HARD', 'SOFT')),
    stale_pack        text    not null check (stale_pack in ('ALWAYS_RIGHTS', 'AS_FRESH', 'NO_ENTRY')),
    passage_timeout_s integer not null check (passage_timeout_s between 1 and 3600)
);
create index rules_next_due on rules_next (effective_from);
create trigger audited after insert or update or delete on rules_next for each row execute function audit_row(
    'PLACE', 'effective_from', 'capacity', 'status', 'passback', 'min_assurance', 'admit_transients', 'no_open_session',
    'revoked_exit', 'full_policy', 'stale_pack', 'passage_timeout_s');
