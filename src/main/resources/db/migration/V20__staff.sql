-- People who sign in.
create table staff (
    id              text        primary key check (id ~ '^st-[0-9a-f]{16}$'),
    name            text        not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$'),
    role            text        not null check (role in ('CITY', 'DISTRICT', 'LOT_OPERATOR', 'ATTENDANT', 'AUDITOR')),
    place_id        text references place (id),
    operator_id     text,
    password_hash   text,                  -- Argon2id in the PHC string format; null: the account is deleted
    password_set_at timestamptz not null,
    password_until  timestamptz,           -- until when a first password is good; null: it is the person's own
    signed_in_at    timestamptz,           -- the last time
    created_at      timestamptz not null,
    deleted_at      timestamptz,           -- the name stays for the audit's readers, for as long as the audit does
    check ((place_id is null) <> (operator_id is null)),
    check ((password_hash is null) = (deleted_at is not null))
);
create unique index staff_name on staff (lower(name)) where deleted_at is null; -- one of a name who can sign in
create index staff_by_time on staff (created_at desc, id desc);
create index staff_deleted on staff (deleted_at) where deleted_at is not null;

-- What a browser's cookie stands for; of its token only the hash. Ending one deletes it.
create table staff_session (
    token_sha256 bytea       primary key check (octet_length(token_sha256) = 32),
    staff_id     text        not null references staff (id) on delete cascade,
    created_at   timestamptz not null,
    used_at      timestamptz not null, -- about: written at most once a minute
    expires_at   timestamptz not null
);
create index staff_session_by_staff on staff_session (staff_id, created_at desc);
create index staff_session_by_end on staff_session (expires_at);

-- Tries to sign in under a name, known or not, since the last right one; counted before the password is looked at.
create table sign_in_try (
    name_sha256  bytea       primary key check (octet_length(name_sha256) = 32),
    tries        integer     not null,
    last_at      timestamptz not null,
    locked_until timestamptz
);
create index sign_in_try_by_age on sign_in_try (last_at);

-- Never the name or the hash: the audit has the id alone, and its readers are told the name while the account's row is there.
create trigger audited after insert or update or delete on staff for each row execute function audit_row(
    'STAFF', 'role', 'place_id', 'operator_id', 'password_set_at', 'deleted_at');

alter table change drop constraint change_kind_check;
alter table change add constraint change_kind_check
    check (kind in ('PLACE', 'LANE', 'POOL', 'KEY', 'CREDENTIAL', 'RIGHT', 'TOTP', 'STAFF'));
