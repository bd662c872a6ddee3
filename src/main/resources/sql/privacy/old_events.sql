-- Takes out of a lot's history whose event it was and why, where it was received before a moment and no session that it
-- speaks of is open. Its number, key, kind, times and counts stay: the fence, a rebuild and a repeated key need them.
-- $1 timestamptz  the moment
-- $2 int          most rows
-- $3 timestamptz  now
-- → one row for each
update access_event
set credential_id = null, root_id = null, session_id = null, right_id = null, pool_id = null, detail = null, erased_at = $3
from (
    select e.lot_id, e.seq
    from access_event e
    where e.erased_at is null and e.received_time < $1
      and not exists (select from session s where s.id = e.session_id
                      and (s.status = 'ACTIVE' or s.passage_decision is not null or s.reopens))
    limit $2
    for update of e skip locked) old
where access_event.lot_id = old.lot_id and access_event.seq = old.seq
returning access_event.seq
