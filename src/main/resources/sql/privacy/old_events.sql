-- Takes out of a lot's history whose event it was and why, where it was received before a moment and no session that it
-- speaks of is open. Its number, key, kind, times and counts stay: the fence, a rebuild and a repeated key need them.
-- $1 timestamptz  the moment
-- $2 int          most rows
-- $3 timestamptz  now
-- → rows bigint
select erase_events($1, $2, $3, false, null) as rows
