-- Takes a right away and records the change. The row stays, since sessions name it.
-- $1 uuid id, $2 bigint the version it must have; null: any,
-- $3 text who, $4 text why or null: for the audit
-- → id uuid; no row: there is no such right, or it has another version
with at_hand as (select id, root_id from access_right where id = $1 and deleted_at is null and ($2::bigint is null or version = $2)),
     changed as materialized (select id, record_change('RIGHT', root_id) as version from at_hand, acting($3, $4))
update access_right
set deleted_at = clock_timestamp(), version = changed.version
from changed
where access_right.id = changed.id and access_right.deleted_at is null and ($2::bigint is null or access_right.version = $2)
returning access_right.id
