-- A holder's scans, grants and refusals, newest first.
-- $1 text holder_ref, $2 timestamptz and $3 uuid: received_time and id of the last one given out, null: none, $4 int most rows,
-- $5 text and $6 text: place and operator under which their credentials were issued, both null: by an admin's key
-- → id, lot_id, lane_id, direction, credential_id, reason, session_id, event_time, received_time
with own as materialized (
    select id from credential
    where holder_ref = $1 and issuer_place_id is not distinct from $5 and issuer_operator_id is not distinct from $6
)
select scan.* from (
    (select decision_id as id, lot_id, lane_id, direction, credential_id, 'OK' as reason, session_id, event_time, received_time
     from access_event
     where credential_id in (select id from own) and (kind in ('ENTRY', 'EXIT') or kind = 'PASSED' and 'OFFLINE' = any (flags))
       and ($2::timestamptz is null or (received_time, decision_id) < ($2, $3::uuid))
     order by received_time desc, decision_id desc
     limit $4)
    union all
    (select decision_id, lot_id, lane_id, direction, credential_id, reason, null::uuid, event_time, received_time
     from scan_denial
     where credential_id in (select id from own)
       and ($2::timestamptz is null or (received_time, decision_id) < ($2, $3::uuid))
     order by received_time desc, decision_id desc
     limit $4)
) scan
order by scan.received_time desc, scan.id desc
limit $4
