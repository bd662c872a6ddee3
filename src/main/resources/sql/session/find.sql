-- One stay.
-- $1 uuid  its id
-- → as sessions_of_lots.sql
select one.id, one.lot_id, one.credential_id, one.root_id, one.right_id, one.status, one.started_at,
       one.entry_lane, one.entry_time, one.entry_pass_type, one.exit_lane, one.exit_time, one.exit_pass_type,
       one.flags, case when one.status <> 'ACTIVE' then coalesce(one.exit_time, last.event_time) end as ended_at
from session one
left join access_event last on last.lot_id = one.lot_id and last.seq = one.last_seq
where one.id = $1
