-- "Why was I refused?": one message about one refusal or one stay. Asked, answered, asked again, answered again: that is all that a
-- message can do. Nobody closes one; what is written last says whether it is answered.
create table message (
    id          uuid        primary key,                  -- made by whoever sends it
    place_id    text        not null references place (id), -- the lot
    root_id     text,                                     -- whose phone sent it; null: an attendant, or erased
    decision_id uuid        unique,                       -- no foreign keys: a refusal is kept for less long than its answer may be
    session_id  uuid        unique,
    reason      text,                                     -- the refusal as it was
    lane_id     text,
    direction   text,
    decided_at  timestamptz not null,
    entries     integer     not null check (entries between 1 and 20),
    status      text        not null generated always as (case when entries % 2 = 1 then 'OPEN' else 'ANSWERED' end) stored,
    opened_at   timestamptz not null,
    changed_at  timestamptz not null,                     -- of the last entry
    check (num_nonnulls(decision_id, session_id) = 1)
);

create table message_entry (
    message_id uuid        not null references message (id) on delete cascade,
    n          integer     not null check (n between 1 and 20),
    before     integer     generated always as (nullif(n - 1, 0)) stored,
    author     text        not null check (author in ('DRIVER', 'ATTENDANT', 'OPERATOR')),
    outcome    text        check (outcome in ('RULE_HELD', 'CORRECTED', 'OUR_MISTAKE', 'OTHER')),
    text       text        check (length(text) between 1 and 500),
    at         timestamptz not null,
    erased_at  timestamptz,
    primary key (message_id, n),
    foreign key (message_id, before) references message_entry (message_id, n), -- none is left out
    check ((n % 2 = 0) = (author = 'OPERATOR')),                               -- each question has its answer behind it
    check ((outcome is not null) = (author = 'OPERATOR')),                     -- and an answer says what came of it
    check ((text is null) = (erased_at is not null))
);

-- None is ANSWERED without an answer that is there.
alter table message add constraint message_last_entry foreign key (id, entries) references message_entry (message_id, n)
    deferrable initially deferred;

create index message_open on message (place_id, changed_at) where status = 'OPEN';
create index message_answered on message (changed_at) where status = 'ANSWERED';
create index message_of_root on message (root_id, opened_at) where root_id is not null;
create index message_entry_by_age on message_entry (at);
