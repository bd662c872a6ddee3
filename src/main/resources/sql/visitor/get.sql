-- A visitor's code and right.
-- $1 uuid  its id
-- → id uuid, giver_root, credential_id, place_id, name text, valid_from, valid_until timestamptz, claimed, ended boolean
select visitor.id, visitor.giver_root, visitor.credential_id, visitor.place_id, place.name, given.valid_from, given.valid_until,
       code.claimed_at is not null as claimed, given.deleted_at is not null as ended
from visitor
join place on place.id = visitor.place_id
join access_right given on given.id = visitor.right_id
join credential code on code.id = visitor.credential_id
where visitor.id = $1
