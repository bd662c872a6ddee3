-- What people and the service itself did that somebody may ask about: who, what, why, when. Never a plate, a code, a name or
-- a holder's reference. Rows are written in the transaction of what they tell of, and stand.
create table audit (
    id           uuid        primary key,
    at           timestamptz not null,
    action       text        not null check (action ~ '^[a-z]+([.-][a-z]+)*$' and length(action) <= 64), -- what.done
    subject_kind text check (subject_kind ~ '^[A-Z_]{1,32}$'),
    subject_id   text check (length(subject_id) <= 64),  -- null where the id itself would be personal
    place_id     text,                     -- no foreign key: the record outlives what it speaks of
    key_id       text,                     -- the access key's public part; null: the service itself
    reason       text check (length(reason) <= 500),
    details      jsonb       not null default '{}' check (jsonb_typeof(details) = 'object')
);
create index audit_by_time on audit (at desc, id desc);

create function audit_stands() returns trigger
    language plpgsql as
$$ begin raise exception 'a row of the audit is never changed or deleted'; end $$;

create trigger audit_stands before update or delete or truncate on audit
    for each statement execute function audit_stands();

-- A holder was erased: what the credential left behind is looked for until then, since a lane may tell late of a scan.
alter table credential add column erased_at timestamptz;
alter table credential add column traces_until timestamptz; -- null: nothing more to look for
create index credential_traces on credential (id) where traces_until is not null;

-- A scan that is no longer kept: its number, its key and the counts stay (the lot's history has no gaps, and a repeated key
-- is still known), whose it was and why does not.
alter table access_event add column erased_at timestamptz;
create index access_event_kept on access_event (received_time) where erased_at is null;
drop index access_event_scans;
create index access_event_scans on access_event (lot_id, received_time desc, decision_id desc)
    where kind in ('ENTRY', 'EXIT') and erased_at is null;

create index scan_denial_by_time on scan_denial (received_time);
create index session_plate on session (started_at) where plate is not null;
-- Ends without the credential's entry: all that an exit's credential finds, once the entry's is gone.
create index session_by_exit on session (exit_credential) where credential_id is null;
