-- Who runs a lot hears of an alarm at whichever instance they look.
alter table change drop constraint change_kind_check;
alter table change add constraint change_kind_check
    check (kind in ('PLACE', 'LANE', 'POOL', 'KEY', 'CREDENTIAL', 'RIGHT', 'TOTP', 'STAFF', 'MESSAGE', 'ALARM'));

-- The same as record_change for many subjects at once: the change log is held for one statement, not for one each.
-- Call it last, and not for none.
create function record_changes(changed_kind text, subjects text[]) returns table (subject text, version bigint)
    language plpgsql as
$$
declare
    before bigint;
    many   bigint := cardinality(subjects);
begin
    update change_head set version = change_head.version + many returning change_head.version - many into before;
    insert into change (version, kind, subject)
    select before + n, changed_kind, one from unnest(subjects) with ordinality as t (one, n);
    perform pg_notify('parkgate_change', (before + many)::text);
    return query select one, before + n from unnest(subjects) with ordinality as t (one, n);
end
$$;

-- Was the same for one kind.
create or replace function record_right_changes(roots text[]) returns table (root text, version bigint) language sql as
$$ select * from record_changes('RIGHT', roots) $$;
