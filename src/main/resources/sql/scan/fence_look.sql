-- Why a lot's head did not move: where it stands, and what stands at the numbers and under the keys of the batch.
-- Arguments: $1 lot id, $2 first number, $3 last number, $4 keys.
-- Result: epoch and last_seq of the head on every row; seq and key of an event, null when there is none.
select h.epoch, h.last_seq, e.seq, e.key
from lot_head h
    left join access_event e on e.lot_id = h.lot_id and (e.seq between $2 and $3 or e.key = any ($4::text[]))
where h.lot_id = $1
order by e.seq
