-- Scans at some lots, grants and denials, newest first: each lot gives its newest ones from its indexes.
-- $1 text[]       the lots
-- $2 timestamptz  received at this moment or later
-- $3 timestamptz  and before this one
-- $4 timestamptz, $5 uuid  the last one already given out
-- $6 int          most rows
-- $7 text         the lane; null: any
-- $8 boolean      grants too
-- $9 boolean      denials too
-- $10 text        the denials' reason; null: any
-- → decision_id uuid, scan_id text, lot_id text, lane_id text, direction text, credential_id text, reason text,
--   session_id uuid, right_id uuid, flags text[], event_time timestamptz, received_time timestamptz
with lot as materialized (
    -- A lane stands at one lot: the histories of the others need not be searched for it.
    select given.id from unnest($1::text[]) as given (id)
    where $7::text is null or given.id = (select lot_id from lane where lane.id = $7)
)
select scan.* from (
    select granted.* from lot cross join lateral (
        select decision_id, key as scan_id, lot_id, lane_id, direction, credential_id, 'OK' as reason, session_id, right_id,
               flags, event_time, received_time
        from access_event
        where $8 and lot_id = lot.id and kind in ('ENTRY', 'EXIT') and erased_at is null and ($7::text is null or lane_id = $7)
          and received_time >= $2 and received_time < $3 and (received_time, decision_id) < ($4, $5)
        order by received_time desc, decision_id desc
        limit $6
    ) granted
    union all
    -- What a lane let through by itself and the lot only noted: the car backed out, or had left already.
    select noted.* from lot cross join lateral (
        select decision_id, key as scan_id, lot_id, lane_id, direction, credential_id, 'OK' as reason, session_id, right_id,
               flags, event_time, received_time
        from access_event
        where $8 and lot_id = lot.id and kind = 'PASSED' and 'OFFLINE' = any (flags) and erased_at is null
          and ($7::text is null or lane_id = $7)
          and received_time >= $2 and received_time < $3 and (received_time, decision_id) < ($4, $5)
        order by received_time desc, decision_id desc
        limit $6
    ) noted
    union all
    select denied.* from lot cross join lateral (
        select decision_id, scan_id::text, lot_id, lane_id, direction, credential_id, reason, null::uuid, null::uuid,
               case when offline_reason is null then '{}'::text[] else array['OFFLINE', offline_reason] end,
               event_time, received_time
        from scan_denial
        where $9 and lot_id = lot.id and ($7::text is null or lane_id = $7) and ($10::text is null or reason = $10)
          and received_time >= $2 and received_time < $3 and (received_time, decision_id) < ($4, $5)
        order by received_time desc, decision_id desc
        limit $6
    ) denied
) scan
order by scan.received_time desc, scan.decision_id desc
limit $6
