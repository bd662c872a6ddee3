-- Holds a lane until the end of the transaction, so that its keys are counted and made by one at a time.
-- $1 text lane_id, $2 text lot_id
-- → one row; none: the lot has no such lane
select id from lane where id = $1 and lot_id = $2 for update
