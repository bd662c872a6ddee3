-- These stays, newest first.
-- $1 uuid[]  their ids
-- → as sessions_of_lots.sql
select page.id, page.lot_id, page.credential_id, page.root_id, page.right_id, page.status, page.started_at,
       page.entry_lane, page.entry_time, page.entry_pass_type, page.exit_lane, page.exit_time, page.exit_pass_type,
       page.flags, case when page.status <> 'ACTIVE' then coalesce(page.exit_time, last.event_time) end as ended_at
from session page
left join access_event last on last.lot_id = page.lot_id and last.seq = page.last_seq
where page.id = any ($1::uuid[])
order by page.started_at desc, page.id desc
