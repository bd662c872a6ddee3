-- When lots were last heard, as far as one instance knows. The latest stays.
-- $1 text[]         the lots, each once, in order
-- $2 timestamptz[]  when each was heard
insert into lot_heard (lot_id, heard_at)
select lot_id, heard_at from unnest($1::text[], $2::timestamptz[]) as told (lot_id, heard_at) order by lot_id
on conflict (lot_id) do update set heard_at = excluded.heard_at
where lot_heard.heard_at < excluded.heard_at
