-- When a lane of a lot was last heard, at any instance: what an operator's "silent" means. Written once a second for the
-- lots that were heard; losing a row makes a lot look silent until its next scan, and nothing else.
create table lot_heard (
    lot_id   text        primary key, -- no foreign key: nothing else follows from a row
    heard_at timestamptz not null
) with (fillfactor = 50); -- the same row again and again: keeps its new version on its page

-- Few stays are open and few did not happen after all: listing them must not read a lot's whole history. In the order of
-- the list, or the planner takes the index of all stays, which is.
drop index session_open;
create index session_open on session (lot_id, started_at desc, id desc) where status = 'ACTIVE';
create index session_invalid on session (lot_id, started_at desc, id desc) where status = 'INVALID';
