-- The lanes of the lots that somebody watches, and what is known of each, lot by lot.
-- $1 text[]  the lots
-- $2 int     most lanes of one lot
-- → lot_id text, and as list.sql
select lot.id as lot_id, lane.* from unnest($1::text[]) as lot (id) cross join lateral (
    select lane.id as lane_id, lane.direction, lane.confirm_passage, lane.created_at, h.heard_at, h.beat_at, h.clock_offset_ms,
        h.barrier, h.arming_loop, h.closing_loop, h.buffered, h.pack_version, h.software,
        coalesce(h.connected_until > statement_timestamp(), false) as connected,
        array(select kind from alarm
              where alarm.place_id = lane.lot_id and alarm.lane_id = lane.id and cleared_at is null order by kind) as alarms
    from lane left join lane_heard h on h.lane_id = lane.id
    where lane.lot_id = lot.id
    order by lane.created_at desc, lane.id desc
    limit $2
) lane
order by lot.id, lane.created_at desc, lane.lane_id desc
