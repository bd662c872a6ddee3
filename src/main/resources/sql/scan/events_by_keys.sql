-- What became of scans, of many at once. Arguments: $1 lot id, $2 keys. Result: key, and the columns of event_by_key.sql.
select key, seq, epoch, kind, direction, ms(received_time) as at_ms, lane_id, credential_id, root_id, session_id, decision_id,
    right_id, pool_id, coalesce(ms(passage_deadline), 0) as deadline_ms, flags, open_after, adjustment_after
from access_event
where lot_id = $1 and key = any ($2::text[])
