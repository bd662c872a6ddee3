-- Stays that any of these credentials began or ended, newest first.
-- $1 text[]       the lots that may be shown
-- $2 timestamptz  begun at this moment or later
-- $3 timestamptz  and before this one
-- $4 int          most rows
-- $5 text[]       the credentials
-- → as sessions_of_lots.sql
select page.id, page.lot_id, page.credential_id, page.root_id, page.right_id, page.status, page.started_at,
       page.entry_lane, page.entry_time, page.entry_pass_type, page.exit_lane, page.exit_time, page.exit_pass_type,
       page.flags, case when page.status <> 'ACTIVE' then coalesce(page.exit_time, last.event_time) end as ended_at
from (
    select * from session
    where (credential_id = any ($5::text[]) or (credential_id is null and exit_credential = any ($5::text[])))
      and lot_id = any ($1::text[]) and started_at >= $2 and started_at < $3
    order by started_at desc, id desc
    limit $4
) page
left join access_event last on last.lot_id = page.lot_id and last.seq = page.last_seq
order by page.started_at desc, page.id desc
