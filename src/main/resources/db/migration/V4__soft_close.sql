-- A session that was closed softly: its car may still be inside, and then its exit reopens it. A lot keeps it in mind until
-- the credential's next entry, such an exit, or a reset; a rebuild finds it here.
alter table session add column reopens boolean not null default false;
create index session_reopens on session (lot_id) where reopens;
