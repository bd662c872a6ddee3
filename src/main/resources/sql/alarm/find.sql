-- One alarm, held until the transaction ends.
-- $1 uuid  its id
-- → as in list.sql
select id, kind, place_id, lane_id, raised_at, cleared_at, detail from alarm where id = $1 for update
