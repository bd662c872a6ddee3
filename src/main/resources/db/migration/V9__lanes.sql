-- What somebody should look at. Raised and cleared by whoever notices; rows that are long over are forgotten.
create table alarm (
    id         uuid        primary key,
    kind       text        not null check (kind ~ '^[A-Z]+(_[A-Z]+)*$' and length(kind) <= 64),
    place_id   text,                       -- no foreign key: the record outlives what it speaks of; null: of no place
    lane_id    text,
    raised_at  timestamptz not null,
    cleared_at timestamptz check (cleared_at >= raised_at), -- null: open
    detail     text        not null check (length(detail) <= 500)
);
-- One open alarm of its kind at a lane, however many instances notice at once.
create unique index alarm_open on alarm (kind, coalesce(place_id, ''), coalesce(lane_id, '')) where cleared_at is null;
create index alarm_by_time on alarm (raised_at desc, id desc);
create index alarm_over on alarm (cleared_at) where cleared_at is not null;

-- What was last heard of a lane, at any instance, by PostgreSQL's own clock: instances say how long ago, so that their clocks
-- may be apart. Written together once a second for the lanes that were heard.
create table lane_heard (
    lane_id         text        primary key, -- no foreign key: nothing else follows from a row
    heard_at        timestamptz not null,    -- a scan, a passage or a heartbeat
    beat_at         timestamptz,             -- the last heartbeat; null: it sent none. What follows is from it.
    clock_offset_ms bigint,                  -- the lane's clock minus the service's
    barrier         text,
    arming_loop     text,
    closing_loop    text,
    buffered        integer,
    pack_version    bigint,
    software        text,
    connection      uuid,                    -- its open command stream; null: none
    connected_until timestamptz              -- unless its instance says so again
) with (fillfactor = 50); -- the same row again and again: keeps its new version on its page
