-- Takes back what a visitor was given; nothing where it ended before. The credential stays, so that a car inside gets out.
-- $1 uuid the visitor's id
-- → one row where it was not ended
with at_hand as (
    select given.id, given.root_id from visitor join access_right given on given.id = visitor.right_id
    where visitor.id = $1 and given.deleted_at is null),
     changed as materialized (select id, record_change('RIGHT', root_id) as version from at_hand, acting(null, null))
update access_right
set deleted_at = clock_timestamp(), version = changed.version
from changed
where access_right.id = changed.id and access_right.deleted_at is null
returning access_right.id
