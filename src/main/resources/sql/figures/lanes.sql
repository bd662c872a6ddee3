-- The lanes of a lot, and since when each is known to be there.
-- $1 text the lot → lane_id text, first_heard_at timestamptz: null, nothing was heard of it yet
select lane.id as lane_id, h.first_heard_at
from lane left join lane_heard h on h.lane_id = lane.id
where lane.lot_id = $1
order by lane.id
