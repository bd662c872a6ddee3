-- Scans of some credentials, grants and denials, newest first.
-- $1 text[]       the lots that may be shown
-- $2 timestamptz  received at this moment or later
-- $3 timestamptz  and before this one
-- $4 int          most rows
-- $5 text[]       the credentials
-- → as scans_of_lots.sql
select scan.* from (
    (select decision_id, key as scan_id, lot_id, lane_id, direction, credential_id, 'OK' as reason, session_id, right_id,
            flags, event_time, received_time
     from access_event
     where credential_id = any ($5::text[]) and (kind in ('ENTRY', 'EXIT') or kind = 'PASSED' and 'OFFLINE' = any (flags))
       and lot_id = any ($1::text[]) and received_time >= $2 and received_time < $3
     order by received_time desc, decision_id desc
     limit $4)
    union all
    (select decision_id, scan_id::text, lot_id, lane_id, direction, credential_id, reason, null::uuid, null::uuid,
            case when offline_reason is null then '{}'::text[] else array['OFFLINE', offline_reason] end,
            event_time, received_time
     from scan_denial
     where credential_id = any ($5::text[]) and lot_id = any ($1::text[]) and received_time >= $2 and received_time < $3
     order by received_time desc, decision_id desc
     limit $4)
) scan
order by scan.received_time desc, scan.decision_id desc
limit $4
