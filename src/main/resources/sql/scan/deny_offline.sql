-- Refusals of a lane that could ask nobody. Arguments, one row each: $1 decisions, $2 scans, $3 lots, $4 lanes, $5 directions,
-- $6 credentials, $7 reasons, $8 event times, $9 received times (unix ms), $10 the lane's own words for why.
-- Result: decision_id of those that were not known.
insert into scan_denial (decision_id, scan_id, lot_id, lane_id, direction, credential_id, reason, event_time, received_time,
    offline_reason)
select d.decision_id, d.scan_id, d.lot_id, d.lane_id, d.direction, d.credential_id, d.reason,
    timestamptz 'epoch' + d.event_ms * interval '1 ms', timestamptz 'epoch' + d.received_ms * interval '1 ms', d.offline_reason
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
        $10::text[])
    as d (decision_id, scan_id, lot_id, lane_id, direction, credential_id, reason, event_ms, received_ms, offline_reason)
on conflict (decision_id) do nothing
returning decision_id
