-- Takes erased credentials out of the lots' histories: as old_events.sql, but what was received since a moment stays for the
-- next round, since a lane may still repeat the scan or report the passage.
-- $1 text[] only these credentials; null: all whose traces are looked for, $2 int most rows, $3 timestamptz now,
-- $4 timestamptz the moment
-- → one row for each
update access_event
set credential_id = null, root_id = null, session_id = null, right_id = null, pool_id = null, detail = null, erased_at = $3
from (
    select e.lot_id, e.seq
    from credential c join access_event e on e.credential_id = c.id
    where c.traces_until is not null and ($1::text[] is null or c.id = any ($1))
      and e.erased_at is null and e.received_time < $4
      and not exists (select from session s where s.id = e.session_id
                      and (s.status = 'ACTIVE' or s.passage_decision is not null or s.reopens))
    limit $2
    for update of e skip locked) old
where access_event.lot_id = old.lot_id and access_event.seq = old.seq
returning access_event.seq
