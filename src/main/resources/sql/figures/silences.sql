-- When lanes of a lot were silent, oldest first.
-- $1 text the lot, $2 timestamptz still after this moment, $3 timestamptz already before this one
-- → lane_id text, from_at timestamptz, to_at timestamptz: null, it still is. At most 10000.
select lane_id, from_at, to_at
from lane_silence
where lot_id = $1 and from_at < $3::timestamptz and (to_at is null or to_at > $2::timestamptz)
order by from_at
limit 10000
