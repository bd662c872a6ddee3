-- When a chain of credentials was refused, newest first.
-- $1 text         the chain's root
-- $2 timestamptz  since when
-- $3 int          most rows
-- → decision_id uuid, lot_id text, name text, lane_id text, direction text, reason text, event_time timestamptz,
--   pool_taken int, pool_spaces int: of the pool that was full, or null
select denial.decision_id, denial.lot_id, place.name, denial.lane_id, denial.direction, denial.reason, denial.event_time,
    denial.pool_taken, denial.pool_spaces
from scan_denial denial
join place on place.id = denial.lot_id
where denial.credential_id in (select id from credential where root_id = $1) and denial.received_time > $2
order by denial.received_time desc, denial.decision_id desc
limit $3
