-- Stays that a credential began, newest first.
-- $1 text[]       the lots that may be shown
-- $2 timestamptz  begun at this moment or later
-- $3 timestamptz  and before this one
-- $4 timestamptz, $5 uuid  the last one already given out
-- $6 int          most rows
-- $7 text         the credential
-- $8 text         status; null: any
-- → as sessions_of_lots.sql
select page.id, page.lot_id, page.credential_id, page.root_id, page.right_id, page.status, page.started_at,
       page.entry_lane, page.entry_time, page.entry_pass_type, page.exit_lane, page.exit_time, page.exit_pass_type,
       page.flags, case when page.status <> 'ACTIVE' then coalesce(page.exit_time, last.event_time) end as ended_at
from (
    select * from session
    where credential_id = $7 and lot_id = any ($1::text[]) and ($8::text is null or status = $8)
      and started_at >= $2 and started_at < $3 and (started_at, id) < ($4, $5)
    order by started_at desc, id desc
    limit $6
) page
left join access_event last on last.lot_id = page.lot_id and last.seq = page.last_seq
order by page.started_at desc, page.id desc
