-- Closes one alarm.
-- $1 uuid  its id, $2 timestamptz  since when
-- → as in list.sql
update alarm set cleared_at = greatest($2, raised_at) where id = $1
returning id, kind, place_id, lane_id, raised_at, cleared_at, detail
