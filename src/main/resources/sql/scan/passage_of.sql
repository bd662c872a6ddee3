-- What is known of a grant's passage, by its decision.
-- Argument: $1 decision id.
-- Result: one row or nothing (also where the grant is no longer kept): the grant's lot, lane, direction and session; whether
-- its passage is awaited; the kind of its recorded outcome (CONFIRMED, NO_ENTRY, EXPIRED; the latest); whether the session
-- has left since.
select g.lot_id, g.lane_id, g.direction, g.session_id, g.credential_id, g.root_id, g.right_id, g.pool_id,
    ms(g.received_time) as at_ms, g.passage_deadline is not null as awaits,
    (select o.kind from access_event o
     where o.decision_id = g.decision_id and o.kind in ('CONFIRMED', 'NO_ENTRY', 'EXPIRED', 'RESTORED')
     order by o.seq desc limit 1) as outcome,
    s.status, s.passage_decision = g.decision_id as pending
from access_event g left join session s on s.id = g.session_id
where g.decision_id = $1 and g.kind in ('ENTRY', 'EXIT') and g.erased_at is null
