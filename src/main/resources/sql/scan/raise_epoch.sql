-- Begins a rebuild: from its commit on nobody of an older epoch can record an event of this lot.
-- Arguments: $1 lot id, $2 the epoch in Redis's head, 0 when it has none. Result: the new epoch.
insert into lot_head (lot_id, epoch, last_seq) values ($1, $2 + 1, 0)
on conflict (lot_id) do update set epoch = greatest(lot_head.epoch, excluded.epoch - 1) + 1
returning epoch
