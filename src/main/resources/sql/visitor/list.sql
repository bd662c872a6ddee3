-- The visitors' rights that a chain of credentials gave and that are not over, the newest first.
-- $1 text the giver's root, $2 timestamptz now
-- → as get.sql
select visitor.id, visitor.giver_root, visitor.credential_id, visitor.place_id, place.name, given.valid_from, given.valid_until,
       code.claimed_at is not null as claimed, false as ended
from visitor
join place on place.id = visitor.place_id
join access_right given on given.id = visitor.right_id
join credential code on code.id = visitor.credential_id
where visitor.giver_root = $1 and given.deleted_at is null and given.valid_until > $2
order by visitor.created_at desc, visitor.id
limit 20
