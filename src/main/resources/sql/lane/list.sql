-- The lanes of a lot and what is known of each, newest first.
-- $1 text  the lot
-- $2 timestamptz, $3 text  created_at and id of the last one already given out; null: from the newest on
-- $4 int  most rows
-- → lane_id text, direction text, confirm_passage boolean, created_at timestamptz, heard_at timestamptz,
--   beat_at timestamptz, clock_offset_ms bigint, barrier text, arming_loop text, closing_loop text, buffered integer,
--   pack_version bigint, software text, connected boolean, alarms text[]
select lane.id as lane_id, lane.direction, lane.confirm_passage, lane.created_at, h.heard_at, h.beat_at, h.clock_offset_ms,
    h.barrier, h.arming_loop, h.closing_loop, h.buffered, h.pack_version, h.software,
    coalesce(h.connected_until > statement_timestamp(), false) as connected,
    array(select kind from alarm
          where alarm.place_id = lane.lot_id and alarm.lane_id = lane.id and cleared_at is null order by kind) as alarms
from lane left join lane_heard h on h.lane_id = lane.id
where lane.lot_id = $1 and ($2::timestamptz is null or (lane.created_at, lane.id) < ($2, $3::text))
order by lane.created_at desc, lane.id desc
limit $4
