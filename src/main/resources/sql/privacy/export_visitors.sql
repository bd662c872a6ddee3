-- What a holder gave visitors, newest first.
-- $1 text holder_ref, $2 timestamptz and $3 uuid: created_at and id of the last one given out, null: none, $4 int most rows,
-- $5 text and $6 text: place and operator under which their credentials were issued, both null: by an admin's key
-- → id, place_id, credential_id, right_id, giver_right, created_at, valid_until, deleted_at
select visitor.id, visitor.place_id, visitor.credential_id, visitor.right_id, visitor.giver_right, visitor.created_at,
    given.valid_until, given.deleted_at
from visitor join access_right given on given.id = visitor.right_id
where visitor.giver_root in (select root_id from credential
                             where holder_ref = $1 and issuer_place_id is not distinct from $5
                               and issuer_operator_id is not distinct from $6)
  and ($2::timestamptz is null or (visitor.created_at, visitor.id) < ($2, $3::uuid))
order by visitor.created_at desc, visitor.id desc
limit $4
