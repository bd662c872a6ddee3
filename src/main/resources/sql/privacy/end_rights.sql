-- Ends the rights of these holders and tells the change log.
-- $1 text[] roots, $2 timestamptz now, $3 text who, $4 text why: for the audit
-- → one row for each right
with changed as materialized (
    select root_id, record_change('RIGHT', root_id) as version
    from (select distinct root_id from access_right where root_id = any ($1) and deleted_at is null) held, acting($3, $4)
)
update access_right
set deleted_at = $2, version = changed.version
from changed
where access_right.root_id = changed.root_id and access_right.deleted_at is null
returning access_right.id
