-- Refusals, in a batch. Arguments, one row each: $1 decisions, $2 scans, $3 lots, $4 lanes, $5 directions, $6 credentials,
-- $7 reasons, $8 event times, $9 received times (unix ms), $10 taken and $11 all spaces of the pool that was full or null. Result: none.
insert into scan_denial (decision_id, scan_id, lot_id, lane_id, direction, credential_id, reason, event_time, received_time,
    pool_taken, pool_spaces)
select d.decision_id, d.scan_id, d.lot_id, d.lane_id, d.direction, d.credential_id, d.reason,
    timestamptz 'epoch' + d.event_ms * interval '1 ms', timestamptz 'epoch' + d.received_ms * interval '1 ms', d.pool_taken, d.pool_spaces
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
        $10::integer[], $11::integer[])
    as d (decision_id, scan_id, lot_id, lane_id, direction, credential_id, reason, event_ms, received_ms, pool_taken, pool_spaces)
on conflict (decision_id) do nothing
