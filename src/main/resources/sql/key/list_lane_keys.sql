-- The keys of a lane, revoked ones too, newest first.
-- $1 text lane_id
-- $2 timestamptz, $3 text  created_at and id of the last one already shown; null: from the newest on
-- $4 int  most rows
-- → the columns of access_key
select *
from access_key
where lane_id = $1
  and ($2::timestamptz is null or (created_at, id) < ($2, $3::text))
order by created_at desc, id desc
limit $4
