-- What a message is about: a refusal, or a stay.
-- $1 uuid  a refusal's decision; null: a stay
-- $2 uuid  a stay's session; null: a refusal
-- → place_id text, reason text, lane_id text, direction text, decided_at timestamptz, root_id text: the credential's chain; no row: neither
select denial.lot_id as place_id, denial.reason, denial.lane_id, denial.direction, denial.event_time as decided_at, held.root_id
from scan_denial denial left join credential held on held.id = denial.credential_id
where denial.decision_id = $1
union all
select stay.lot_id, null, stay.entry_lane, null, stay.started_at, held.root_id
from session stay left join credential held on held.id = stay.credential_id
where stay.id = $2
