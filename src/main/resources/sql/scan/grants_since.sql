-- What a lot granted of late: a rebuild puts these answers back, so that a repeated scan is not decided again.
-- Arguments: $1 lot id, $2 unix ms. Result: events as in event_by_key.sql, newest first, at most 5000.
select seq, epoch, key, kind, direction, ms(received_time) as at_ms, lane_id, credential_id, root_id, session_id, decision_id,
    right_id, pool_id, coalesce(ms(passage_deadline), 0) as deadline_ms, flags, open_after, adjustment_after
from access_event
where lot_id = $1 and kind in ('ENTRY', 'EXIT') and erased_at is null and received_time > timestamptz 'epoch' + $2 * interval '1 ms'
order by received_time desc, decision_id desc
limit 5000
