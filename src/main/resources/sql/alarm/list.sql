-- Alarms, newest first.
-- $1 text[]   of these places; null: of all, and of none
-- $2 boolean  open ones only, or closed ones only; null: both
-- $3 text     only this kind; null: any
-- $4 timestamptz, $5 uuid  raised_at and id of the last one already given out; null: from the newest on
-- $6 int      most rows
-- → id uuid, kind text, place_id text, lane_id text, raised_at timestamptz, cleared_at timestamptz, detail text
select id, kind, place_id, lane_id, raised_at, cleared_at, detail
from alarm
where ($1::text[] is null or place_id = any ($1))
  and ($2::boolean is null or (cleared_at is null) = $2)
  and ($3::text is null or kind = $3)
  and ($4::timestamptz is null or (raised_at, id) < ($4, $5::uuid))
order by raised_at desc, id desc
limit $6
