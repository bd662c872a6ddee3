-- Stays at some lots, newest first: each lot gives its newest ones from its index, so the work is bounded by lots times
-- rows, however long the lots' history is. /* status */ is replaced by a condition on the status, or left.
-- $1 text[]       the lots
-- $2 timestamptz  begun at this moment or later
-- $3 timestamptz  and before this one
-- $4 timestamptz, $5 uuid  the last one already given out
-- $6 int          most rows
-- → id uuid, lot_id text, credential_id text, root_id text, right_id uuid, status text, started_at timestamptz,
--   entry_lane text, entry_time timestamptz, entry_pass_type text, exit_lane text, exit_time timestamptz,
--   exit_pass_type text, flags text[], ended_at timestamptz
select page.id, page.lot_id, page.credential_id, page.root_id, page.right_id, page.status, page.started_at,
       page.entry_lane, page.entry_time, page.entry_pass_type, page.exit_lane, page.exit_time, page.exit_pass_type,
       page.flags, case when page.status <> 'ACTIVE' then coalesce(page.exit_time, last.event_time) end as ended_at
from (
    select newest.*
    from unnest($1::text[]) as lot (id)
    cross join lateral (
        select * from session
        where lot_id = lot.id and started_at >= $2 and started_at < $3 and (started_at, id) < ($4, $5) /* status */
        order by started_at desc, id desc
        limit $6
    ) newest
    order by newest.started_at desc, newest.id desc
    limit $6
) page
-- A stay that ended without an exit ended with its last event.
left join access_event last on last.lot_id = page.lot_id and last.seq = page.last_seq
order by page.started_at desc, page.id desc
