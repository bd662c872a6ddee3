-- Whether a lot has a lane.
-- $1 text lane_id, $2 text lot_id
-- → one row; none: it has not
select id from lane where id = $1 and lot_id = $2
