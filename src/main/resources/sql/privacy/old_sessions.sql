-- Deletes sessions that closed before a moment: by our clock, as their last event was received.
-- $1 timestamptz  the moment
-- $2 int          most rows
-- → one row for each
delete from session
where id in (
    select s.id
    from place lot
    cross join lateral (select id, last_seq, started_at
                        from session
                        where lot_id = lot.id and started_at < $1 and status <> 'ACTIVE' and passage_decision is null
                          and not reopens
                        order by started_at
                        limit $2) s
    left join access_event last on last.lot_id = lot.id and last.seq = s.last_seq
    where lot.type = 'LOT' and coalesce(last.received_time, s.started_at) < $1
    limit $2)
returning id
