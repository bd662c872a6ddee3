-- When lots were last heard, as far as one instance knows. The latest stays.
-- $1 text[]         the lots, each once, in order
-- $2 timestamptz[]  when each was heard
-- $3 timestamptz[]  when its last heartbeat was; null: none is known
insert into lot_heard (lot_id, heard_at, beat_at)
select lot_id, heard_at, beat_at
from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as told (lot_id, heard_at, beat_at)
order by lot_id
on conflict (lot_id) do update set
    heard_at = greatest(lot_heard.heard_at, excluded.heard_at),
    beat_at = greatest(lot_heard.beat_at, excluded.beat_at) -- takes no notice of null
where lot_heard.heard_at < excluded.heard_at or lot_heard.beat_at is null or lot_heard.beat_at < excluded.beat_at
