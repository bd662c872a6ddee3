-- Finding a stay by its plate, however it was typed: without spaces, dots and dashes, in upper case. Plates are erased soon, so this
-- stays small.
create index session_by_plate on session (translate(upper(plate), ' -.·•', ''), started_at desc) where plate is not null;

-- A session that was closed wrongly and is opened again is an event like any other that people make by hand.
create or replace function audit_by_hand() returns trigger
    language plpgsql security definer set search_path = "${flyway:defaultSchema}", pg_temp
as $$
begin
    insert into audit (id, at, action, subject_kind, subject_id, place_id, key_id, reason, details)
    values (gen_random_uuid(), new.received_time,
        case when new.detail ~ '(^|&)pass=MANUAL_OPEN(&|$)' then 'lane.opened'
            when new.kind = 'SET' then 'occupancy.set' when new.kind = 'RESET' then 'inventory.reset'
            when new.kind = 'CLOSE' then 'session.closed' when new.kind = 'RESTORED' then 'session.reopened'
            else 'lot.' || lower(replace(new.kind, '_', '-')) end,
        case when new.session_id is not null then 'SESSION' when new.lane_id is not null then 'LANE' else 'PLACE' end,
        coalesce(new.session_id::text, new.lane_id, new.lot_id), new.lot_id,
        left(url_decoded(substring(new.detail from '(?:^|&)who=([^&]*)')), 64),
        nullif(left(url_decoded(substring(new.detail from '(?:^|&)why=([^&]*)')), 500), ''),
        jsonb_strip_nulls(jsonb_build_object('seq', new.seq, 'laneId', new.lane_id, 'direction', new.direction,
            'decisionId', new.decision_id, 'flags', nullif(to_jsonb(new.flags), '[]'),
            'currentCount', new.open_after + new.adjustment_after)));
    return null;
end
$$;
