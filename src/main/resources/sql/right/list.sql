-- Rights, newest first.
-- $1 text  any credential of a chain; null: all
-- $2 text[] only at these places; null: anywhere
-- $3 timestamptz, $4 uuid  created_at and id of the last one already shown; null: from the newest on
-- $5 int   most rows
-- → the columns of a right and credential_id, the newest of the chain
select access_right.*, newest.id as credential_id
from access_right
join credential newest on newest.root_id = access_right.root_id
    and not exists (select from credential later where later.replaces = newest.id)
where access_right.deleted_at is null
  and ($1::text is null or access_right.root_id = (select root_id from credential where id = $1))
  and ($2::text[] is null or access_right.place_id = any ($2))
  and ($3::timestamptz is null or (access_right.created_at, access_right.id) < ($3, $4::uuid))
order by access_right.created_at desc, access_right.id desc
limit $5
