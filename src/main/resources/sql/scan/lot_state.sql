-- A lot as PostgreSQL knows it, in one snapshot.
-- Argument: $1 lot id.
-- Result: epoch, last_seq, adjustment and at (unix ms) of the lot on every row; one row for each stay, session null when
-- there is none.
select h.epoch, h.last_seq, coalesce(e.adjustment_after, 0) as adjustment, coalesce(ms(e.received_time), 0) as at_ms,
    s.id as session, s.credential_id, s.root_id, s.right_id, s.pool_id, s.status, coalesce(ms(s.entry_time), 0) as entry_ms,
    s.entry_decision, s.entry_lane, s.passage_decision, s.passage_direction, s.passage_lane,
    coalesce(ms(s.passage_time), 0) as passage_ms, coalesce(ms(s.passage_deadline), 0) as deadline_ms, s.passage_lowered,
    s.flags, s.reopens, s.last_seq as session_seq
from lot_head h
    left join access_event e on e.lot_id = h.lot_id and e.seq = h.last_seq
    left join session s on s.lot_id = h.lot_id and (s.status = 'ACTIVE' or s.passage_decision is not null or s.reopens)
where h.lot_id = $1
order by s.entry_time nulls first, s.last_seq
