-- One key that may still be used; its lane's lot comes with it, since a lane never moves.
-- $1 text id
-- → kind, secret_sha256, lane_id, lot_id, place_id, operator_id, expires_at; no row: unknown or revoked
select access_key.kind, access_key.secret_sha256, access_key.lane_id, lane.lot_id, access_key.place_id,
       access_key.operator_id, access_key.expires_at
from access_key
left join lane on lane.id = access_key.lane_id
where access_key.id = $1
  and access_key.revoked_at is null
