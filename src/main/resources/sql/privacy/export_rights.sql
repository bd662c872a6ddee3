-- A holder's rights, ended ones too, newest first.
-- $1 text holder_ref, $2 timestamptz and $3 uuid: created_at and id of the last one given out, null: none, $4 int most rows,
-- $5 text and $6 text: place and operator under which their credentials were issued, both null: by an admin's key
-- → id, root_id, place_id, type, valid_from, valid_until, recurring, pool_id, created_at, deleted_at
select id, root_id, place_id, type, valid_from, valid_until, recurring, pool_id, created_at, deleted_at
from access_right
where root_id in (select root_id from credential
                  where holder_ref = $1 and issuer_place_id is not distinct from $5 and issuer_operator_id is not distinct from $6)
  and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
order by created_at desc, id desc
limit $4
