-- Accounts, deleted ones too, newest first.
-- $1 text place_id, $2 text operator_id  only those bound within this place, or to this operator or one of its places;
--    both null: all
-- $3 timestamptz, $4 text  created_at and id of the last one already shown; null: from the newest on
-- $5 int  most rows
-- → the columns of staff
with recursive within as (
    select id from place where id = $1 or operator_id = $2
    union
    select place.id from place join within on place.parent_id = within.id
    -- An operator's lots in a place that it runs it must run itself; areas have no operator of their own.
    where $1::text is not null or place.type = 'AREA'
)
select staff.*
from staff
where (($1::text is null and $2::text is null)
       or operator_id = $2
       or place_id in (select id from within))
  and ($3::timestamptz is null or (created_at, id) < ($3, $4::text))
order by created_at desc, id desc
limit $5
