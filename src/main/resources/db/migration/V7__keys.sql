-- How far a key has come (LIVE, RETIRED, COMPROMISED); it moves on only. An instance whose file is behind does not start.
alter table key_fingerprint add column state text not null default 'LIVE'
    check (state in ('LIVE', 'RETIRED', 'COMPROMISED'));

-- What a key has signed: to re-issue it when the key is lost, and to know when the last of it has expired.
create index credential_by_kid on credential (kid, created_at desc, id desc) where kid is not null;
