-- Scans of a credential, grants and denials, newest first.
-- $1 text[]       the lots that may be shown
-- $2 timestamptz  received at this moment or later
-- $3 timestamptz  and before this one
-- $4 timestamptz, $5 uuid  the last one already given out
-- $6 int          most rows
-- $7 text         the lane; null: any
-- $8 boolean      grants too
-- $9 boolean      denials too
-- $10 text        the denials' reason; null: any
-- $11 text        the credential
-- → as scans_of_lots.sql
select scan.* from (
    (select decision_id, key as scan_id, lot_id, lane_id, direction, credential_id, 'OK' as reason, session_id, right_id,
            flags, event_time, received_time
     from access_event
     where $8 and credential_id = $11 and (kind in ('ENTRY', 'EXIT') or kind = 'PASSED' and 'OFFLINE' = any (flags)) and lot_id = any ($1::text[])
       and ($7::text is null or lane_id = $7)
       and received_time >= $2 and received_time < $3 and (received_time, decision_id) < ($4, $5)
     order by received_time desc, decision_id desc
     limit $6)
    union all
    (select decision_id, scan_id::text, lot_id, lane_id, direction, credential_id, reason, null::uuid, null::uuid,
            case when offline_reason is null then '{}'::text[] else array['OFFLINE', offline_reason] end,
               event_time, received_time
     from scan_denial
     where $9 and credential_id = $11 and lot_id = any ($1::text[])
       and ($7::text is null or lane_id = $7) and ($10::text is null or reason = $10)
       and received_time >= $2 and received_time < $3 and (received_time, decision_id) < ($4, $5)
     order by received_time desc, decision_id desc
     limit $6)
) scan
order by scan.received_time desc, scan.decision_id desc
limit $6
