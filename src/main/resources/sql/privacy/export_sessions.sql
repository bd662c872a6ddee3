-- A holder's sessions, newest first, with their plates.
-- $1 text holder_ref, $2 timestamptz and $3 uuid: started_at and id of the last one given out, null: none, $4 int most rows,
-- $5 text and $6 text: place and operator under which their credentials were issued, both null: by an admin's key
-- → id, lot_id, credential_id, right_id, status, started_at, entry_lane, entry_time, exit_lane, exit_time, exit_credential,
--   plate, flags
select id, lot_id, credential_id, right_id, status, started_at, entry_lane, entry_time, exit_lane, exit_time,
    exit_credential, plate, flags
from session
where credential_id in (select id from credential
                        where holder_ref = $1 and issuer_place_id is not distinct from $5 and issuer_operator_id is not distinct from $6)
  and ($2::timestamptz is null or (started_at, id) < ($2, $3::uuid))
order by started_at desc, id desc
limit $4
