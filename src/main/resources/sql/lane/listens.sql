-- These lanes listen for commands.
-- $1 text[] lanes, each once, in order, $2 uuid[] their connections, $3 bigint for so many ms, unless it is said again
insert into lane_heard (lane_id, heard_at, connection, connected_until)
select lane_id, statement_timestamp(), connection, statement_timestamp() + $3::bigint * interval '1 ms'
from unnest($1::text[], $2::uuid[]) as told (lane_id, connection) order by lane_id
on conflict (lane_id) do update set connection = excluded.connection, connected_until = excluded.connected_until
