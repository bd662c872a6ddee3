-- Closes alarms; what is not open stays as it is.
-- $1 text[] kinds, $2 text[] places, $3 text[] lanes, $4 timestamptz[] since when: one row per alarm, each alarm once
-- → place_id of each that was closed; null: of no place
update alarm set cleared_at = greatest(over.cleared_at, alarm.raised_at)
from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as over (kind, place_id, lane_id, cleared_at)
where alarm.cleared_at is null and alarm.kind = over.kind
  and coalesce(alarm.place_id, '') = coalesce(over.place_id, '')
  and coalesce(alarm.lane_id, '') = coalesce(over.lane_id, '')
returning alarm.place_id
