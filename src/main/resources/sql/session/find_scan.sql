-- The scan that a decision, a grant or a denial, was made of.
-- $1 text[]  the lots that may be shown
-- $2 uuid    the decision
-- → as scans_of_lots.sql
select decision_id, key as scan_id, lot_id, lane_id, direction, credential_id, 'OK' as reason, session_id, right_id,
       flags, event_time, received_time
from access_event
where decision_id = $2 and (kind in ('ENTRY', 'EXIT') or kind = 'PASSED' and 'OFFLINE' = any (flags))
  and lot_id = any ($1::text[]) and erased_at is null
union all
select decision_id, scan_id::text, lot_id, lane_id, direction, credential_id, reason, null::uuid, null::uuid,
       case when offline_reason is null then '{}'::text[] else array['OFFLINE', offline_reason] end,
       event_time, received_time
from scan_denial
where decision_id = $2 and lot_id = any ($1::text[])
