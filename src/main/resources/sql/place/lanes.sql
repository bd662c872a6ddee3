-- Lanes.
-- $1 text[]  ids; null: all
-- → id text, lot_id text, direction text, confirm_passage bool
select id, lot_id, direction, confirm_passage
from lane
where $1::text[] is null or id = any ($1)
