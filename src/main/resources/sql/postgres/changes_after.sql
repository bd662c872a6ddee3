-- What changed after a version, in order.
-- $1 bigint  the version already applied
-- $2 int     most rows
-- → version bigint, kind text, subject text
select version, kind, subject from change where version > $1 order by version limit $2
