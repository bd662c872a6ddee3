-- A holder's credentials, newest first.
-- $1 text holder_ref, $2 timestamptz and $3 text: created_at and id of the last one given out, null: none, $4 int most rows,
-- $5 text and $6 text: place and operator under which their credentials were issued, both null: by an admin's key
-- → id, type, status, created_at, not_before, expires_at, claimed_at, device_key, replaces, revoked_at, revoke_reason
select id, type, status, created_at, not_before, expires_at, claimed_at, device_key, replaces, revoked_at, revoke_reason
from credential
where holder_ref = $1 and issuer_place_id is not distinct from $5 and issuer_operator_id is not distinct from $6
  and ($2::timestamptz is null or (created_at, id) < ($2, $3::text))
order by created_at desc, id desc
limit $4
