-- A stay as somebody would correct it.
-- $1 uuid  its id
-- → lot_id, status, credential_id, root_id, right_id, pool_id, entry_lane, entry_time, entry_decision, exit_time,
--   awaited boolean: a passage is, reopens boolean: closed softly, last_seq, inside boolean: another stay of the credential is open,
--   wherever, later boolean: it has come to this lot again since; no row: unknown
select s.lot_id, s.status, s.credential_id, s.root_id, s.right_id, s.pool_id, s.entry_lane, s.entry_time, s.entry_decision,
       s.exit_time, s.passage_decision is not null as awaited, s.reopens, s.last_seq,
       exists (select from session o where o.root_id = s.root_id and o.status = 'ACTIVE' and o.id <> s.id) as inside,
       exists (select from session o
               where o.credential_id in (select id from credential where root_id = s.root_id) and o.lot_id = s.lot_id
                 and o.started_at > s.started_at and o.status <> 'INVALID' and o.id <> s.id) as later
from session s
where s.id = $1
