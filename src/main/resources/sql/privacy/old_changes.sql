-- Deletes rows of the change log that were written before a moment, never the newest.
-- $1 timestamptz  the moment
-- $2 int          most rows
-- → rows bigint
select trim_changes($1, $2) as rows
