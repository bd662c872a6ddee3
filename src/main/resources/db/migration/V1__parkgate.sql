-- Everything that Parkgate remembers. Each constraint says which promise it keeps, and who keeps it first.

-- Unix milliseconds, as every clock reading travels in this service.
create function ms(t timestamptz) returns bigint
    language sql immutable strict parallel safe as
$$ select (extract(epoch from t) * 1000)::bigint $$;

-- ── The change log: how every instance learns of a change within a second ───────────────────────────────────────────
-- One row holds the last version; taking the next one locks it until the commit, so versions become visible in their
-- order and a reader that has seen version v has seen everything below it.
create table change_head (
    one     boolean primary key default true check (one),
    version bigint  not null
);
insert into change_head (version) values (0);

create table change (
    version bigint      primary key,
    kind    text        not null check (kind in ('PLACE', 'LANE', 'POOL', 'KEY', 'CREDENTIAL', 'RIGHT')),
    subject text        not null, -- the id of what changed; for RIGHT the root credential whose rights changed
    at      timestamptz not null default clock_timestamp()
);

-- Writes a row of the change log in the caller's transaction and wakes the listeners at its commit.
-- Call it last: the lock on change_head is held from here to the commit.
create function record_change(changed_kind text, changed_subject text) returns bigint
    language plpgsql as
$$
declare
    v bigint;
begin
    update change_head set version = version + 1 returning version into v;
    insert into change (version, kind, subject) values (v, changed_kind, changed_subject);
    perform pg_notify('parkgate_change', v::text);
    return v;
end
$$;

-- ── Places ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create table place (
    id                   text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
    type                 text    not null check (type in ('CITY', 'DISTRICT', 'LOT', 'AREA')),
    parent_id            text references place (id),
    name                 text    not null,
    time_zone            text,             -- null: the parent's; at the top UTC
    capacity             integer check (capacity >= 0), -- null: not limited
    status               text    not null default 'OPEN' check (status in ('OPEN', 'FULL', 'CLOSED', 'CLOSED_TO_ALL')),
    passback             text    not null default 'HARD' check (passback in ('OFF', 'SOFT', 'HARD')),
    min_assurance        text    not null default 'S' check (min_assurance in ('S', 'T', 'D')),
    admit_transients     boolean not null default false,
    no_open_session      text    not null default 'OPEN_AND_FLAG' check (no_open_session in ('OPEN_AND_FLAG', 'REFUSE')),
    revoked_exit         text    not null default 'OPEN_AND_FLAG' check (revoked_exit in ('OPEN_AND_FLAG', 'CALL_ATTENDANT')),
    full_policy          text    not null default 'HARD' check (full_policy in ('HARD', 'SOFT')),
    passage_timeout_s    integer not null default 60 check (passage_timeout_s between 1 and 3600),
    operator_id          text,
    is_public            boolean not null default false,
    version              bigint  not null, -- of the change log: a lot's head in Redis keeps the highest it was given
    created_at           timestamptz not null default clock_timestamp(),
    check ((type = 'CITY') = (parent_id is null))
);
create index place_by_parent on place (parent_id, created_at desc, id desc);

create table lane (
    id              text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
    lot_id          text    not null references place (id),
    direction       text    not null check (direction in ('ENTRY', 'EXIT', 'REVERSIBLE')),
    from_area       text,
    to_area         text,
    confirm_passage boolean not null default true,
    version         bigint  not null,
    created_at      timestamptz not null default clock_timestamp()
);
create index lane_by_lot on lane (lot_id);

create table pool (
    lot_id  text    not null references place (id),
    id      text    not null check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
    spaces  integer not null check (spaces >= 0),
    policy  text    not null default 'HARD' check (policy in ('HARD', 'SOFT', 'CHARGE')),
    primary key (lot_id, id)
);

-- ── Access keys: only the hash of a secret is ever stored ───────────────────────────────────────────────────────────
create table access_key (
    id            text primary key,
    kind          text        not null check (kind in ('lane', 'ops', 'api', 'admin')),
    secret_sha256 bytea       not null check (octet_length(secret_sha256) = 32),
    lane_id       text references lane (id),
    place_id      text references place (id),
    operator_id   text,
    label         text,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    created_at    timestamptz not null default clock_timestamp(),
    check ((kind = 'lane') = (lane_id is not null)),
    check (kind not in ('ops', 'api') or (place_id is null) <> (operator_id is null))
);
create index access_key_by_lane on access_key (lane_id) where lane_id is not null;

-- ── Credentials and rights ──────────────────────────────────────────────────────────────────────────────────────────
create table credential (
    id            text primary key check (id ~ '^[0-9A-HJKMNP-TV-Z]{16}$'), -- the code's cti, Crockford's Base32
    root_id       text        not null references credential (id), -- the first of a chain of re-issues; rights and sessions hang on it
    type          text        not null check (type in ('QR_DYNAMIC', 'QR_TOTP', 'QR_PRINTED', 'SHORT_CODE')),
    holder_ref    text,
    status        text        not null default 'ACTIVE' check (status in ('ACTIVE', 'REVOKED', 'REPLACED')),
    status_index  bigint      not null unique check (status_index between 0 and 4294967295), -- random within a shard of 2^20
    kid           text,                    -- of the key that signed its code; null until a phone has claimed it
    not_before    timestamptz not null,
    expires_at    timestamptz not null,
    device_key    bytea check (octet_length(device_key) = 33), -- P-256, compressed
    claim_sha256  bytea unique check (octet_length(claim_sha256) = 32),
    claimed_at    timestamptz,
    replaces      text unique references credential (id), -- one successor: two re-issues of one paper clash here
    revoked_at    timestamptz,
    revoke_reason text,
    created_at    timestamptz not null default clock_timestamp()
);
create index credential_by_holder on credential (holder_ref, created_at desc, id desc) where holder_ref is not null;
create index credential_by_time on credential (created_at desc, id desc);
create index credential_by_root on credential (root_id);
-- What every instance keeps in memory: credentials that are not simply ACTIVE under their own id.
create index credential_exceptional on credential (id) where status <> 'ACTIVE' or root_id <> id;

create table access_right (
    id          uuid primary key,
    root_id     text        not null references credential (id),
    place_id    text        not null references place (id),
    type        text        not null check (type in ('PERMIT', 'RESERVATION', 'VISITOR', 'STAFF')),
    valid_from  timestamptz,               -- null: always
    valid_until timestamptz,               -- null: for ever; the first moment that is not covered
    recurring   jsonb       not null default '[]', -- [{"days":["MON"],"from":"18:00","to":"08:00"}], the lot's local time
    pool_id     text,
    version     bigint      not null,      -- of the change log; the ETag
    deleted_at  timestamptz,               -- sessions still name it, so the row stays
    created_at  timestamptz not null default clock_timestamp(),
    check (valid_until > valid_from)
);
create index access_right_by_root on access_right (root_id, created_at desc, id desc) where deleted_at is null;
create index access_right_by_place on access_right (place_id, created_at desc, id desc) where deleted_at is null;
create index access_right_by_time on access_right (created_at desc, id desc) where deleted_at is null;

-- ── The lots' history ───────────────────────────────────────────────────────────────────────────────────────────────
-- The fence. A batch of events is accepted only by moving last_seq from exactly one below its first number, within the
-- epoch; raising the epoch shuts out whatever an older picture of the lot gave out.
create table lot_head (
    lot_id   text   primary key references place (id),
    epoch    bigint not null,
    last_seq bigint not null
);

-- One row per event of a lot, in the order Redis gave them out. Only the holder of the next number inserts
-- (lot_head is moved first): a clash here is a bug or a repeated key, never how staleness is found.
create table access_event (
    lot_id           text        not null references place (id),
    seq              bigint      not null, -- 1, 2, 3 … within the lot, no gaps
    epoch            bigint      not null, -- raised by each rebuild of the lot's head from this table
    key              text        not null, -- the scanId, or decisionId:outcome, or the operator's request
    kind             text        not null,
    direction        text check (direction in ('ENTRY', 'EXIT')),
    event_time       timestamptz not null,
    received_time    timestamptz not null,
    lane_id          text,
    credential_id    text,
    root_id          text,
    session_id       uuid,
    decision_id      uuid,
    right_id         uuid,
    pool_id          text,
    passage_deadline timestamptz,
    flags            text[]      not null default '{}',
    open_after       integer     not null, -- sessions inside after this event
    adjustment_after integer     not null, -- currentCount = open_after + adjustment_after
    detail           text,                 -- who and why, for what people did by hand; URL-encoded pairs
    primary key (lot_id, seq),
    unique (lot_id, key)                   -- deciding the same scan again never makes a second event
);
create index access_event_by_decision on access_event (decision_id);
create index access_event_scans on access_event (lot_id, received_time desc, decision_id desc) where kind in ('ENTRY', 'EXIT');
create index access_event_by_credential on access_event (credential_id, received_time desc) where credential_id is not null;

-- A stay. It follows from the lot's events: each names the session's whole new state, the last one wins.
create table session (
    id                uuid primary key,
    lot_id            text        not null references place (id),
    credential_id     text,
    root_id           text,
    right_id          uuid,                -- null: a transient
    pool_id           text,
    status            text        not null check (status in ('ACTIVE', 'COMPLETED', 'INVALID')),
    started_at        timestamptz not null, -- the entry, or the exit of a car that we never saw come in
    entry_lane        text,
    entry_time        timestamptz,
    entry_pass_type   text,
    entry_decision    uuid,
    exit_lane         text,
    exit_time         timestamptz,
    exit_pass_type    text,
    exit_credential   text,
    passage_decision  uuid,                -- the grant whose passage is not yet reported
    passage_direction text check (passage_direction in ('ENTRY', 'EXIT')),
    passage_lane      text,
    passage_time      timestamptz,
    passage_deadline  timestamptz,
    passage_lowered   boolean     not null default false, -- an exit without a session that lowered the unknown part
    plate             text,
    flags             text[]      not null default '{}',
    last_seq          bigint      not null  -- of the event that this state follows from
);
create index session_open on session (lot_id) where status = 'ACTIVE';
create index session_pending on session (lot_id) where passage_decision is not null;
create index session_by_lot on session (lot_id, started_at desc, id desc);
create index session_by_credential on session (credential_id, started_at desc, id desc);
create index session_by_root on session (root_id) where status = 'ACTIVE';

-- Refusals change no state; they are kept to answer "why was I refused at 8:03?". Written in batches, off the answer's way.
create table scan_denial (
    decision_id   uuid primary key,
    scan_id       uuid        not null,
    lot_id        text        not null,
    lane_id       text        not null,
    direction     text        not null,
    credential_id text,
    reason        text        not null,
    event_time    timestamptz not null,
    received_time timestamptz not null
);
create index scan_denial_by_lot on scan_denial (lot_id, received_time desc, decision_id desc);
create index scan_denial_by_credential on scan_denial (credential_id, received_time desc) where credential_id is not null;

-- ── Keys of the key file: an instance whose file does not match must not start ──────────────────────────────────────
create table key_fingerprint (
    purpose     text        not null,
    kid         text        not null,
    fingerprint text        not null, -- RFC 9679 thumbprint for public keys, SHA-256 of SHA-256 for secrets
    created_at  timestamptz not null default clock_timestamp(),
    primary key (purpose, kid)
);
