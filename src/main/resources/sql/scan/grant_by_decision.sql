-- A grant by its decision: a scan that was answered with an earlier scan's grant. Arguments: $1 lot id, $2 decision.
-- Result: one event or nothing, as in event_by_key.sql.
select seq, epoch, key, kind, direction, ms(received_time) as at_ms, lane_id, credential_id, root_id, session_id, decision_id,
    right_id, pool_id, coalesce(ms(passage_deadline), 0) as deadline_ms, flags, open_after, adjustment_after
from access_event
where lot_id = $1 and decision_id = $2 and kind in ('ENTRY', 'EXIT')
