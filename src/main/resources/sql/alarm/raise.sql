-- Opens alarms; one that is open stays as it is.
-- $1 text[] kinds, $2 text[] places, $3 text[] lanes, $4 timestamptz[] since when, $5 text[] details, $6 uuid[] ids:
--   one row per alarm, each alarm once
-- → place_id of each that was opened; null: of no place
insert into alarm (id, kind, place_id, lane_id, raised_at, detail)
select id, kind, place_id, lane_id, raised_at, detail
from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::uuid[])
    as raised (kind, place_id, lane_id, raised_at, detail, id)
order by kind, place_id, lane_id
on conflict (kind, coalesce(place_id, ''), coalesce(lane_id, '')) where cleared_at is null do nothing
returning place_id
