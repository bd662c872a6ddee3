-- Erases plates of sessions that closed before a moment: by our clock, as their last event was received.
-- $1 timestamptz  the moment
-- $2 int          most rows
-- → one row for each
update session set plate = null
where id in (
    select s.id
    from session s left join access_event last on last.lot_id = s.lot_id and last.seq = s.last_seq
    where s.plate is not null and s.started_at < $1 and s.status <> 'ACTIVE' and s.passage_decision is null
      and coalesce(last.received_time, s.started_at) < $1
    limit $2
    for update of s skip locked)
returning id
