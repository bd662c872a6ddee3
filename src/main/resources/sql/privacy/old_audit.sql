-- Deletes rows of the audit that were written before a moment.
-- $1 timestamptz  the moment
-- $2 int          most rows
-- → rows bigint
select erase_audit($1, $2) as rows
