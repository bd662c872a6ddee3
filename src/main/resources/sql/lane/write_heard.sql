-- What one instance heard of lanes. The latest stays.
-- One row per lane, each once; the lists have one length:
--   $1 text[] lanes, $2 bigint[] ms since it was heard, $3 bigint[] ms since its heartbeat, null: none to tell; and of that
--   heartbeat: $4 bigint[] clock offset, ms, $5 text[] barrier, $6 text[] arming loop, $7 text[] closing loop,
--   $8 integer[] buffered, $9 bigint[] pack version, $10 text[] software
insert into lane_heard as h (lane_id, heard_at, beat_at, clock_offset_ms, barrier, arming_loop, closing_loop, buffered,
    pack_version, software)
select lane_id, statement_timestamp() - heard_ago * interval '1 ms', statement_timestamp() - beat_ago * interval '1 ms',
    clock_offset_ms, barrier, arming_loop, closing_loop, buffered, pack_version, software
from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::integer[],
        $9::bigint[], $10::text[])
    as told (lane_id, heard_ago, beat_ago, clock_offset_ms, barrier, arming_loop, closing_loop, buffered, pack_version,
        software)
order by lane_id -- two instances that write the same lanes wait for each other and do not deadlock
on conflict (lane_id) do update set
    heard_at = greatest(h.heard_at, excluded.heard_at),
    (beat_at, clock_offset_ms, barrier, arming_loop, closing_loop, buffered, pack_version, software) = (
        select n.beat_at, n.clock_offset_ms, n.barrier, n.arming_loop, n.closing_loop, n.buffered, n.pack_version, n.software
        from (values (h.beat_at, h.clock_offset_ms, h.barrier, h.arming_loop, h.closing_loop, h.buffered, h.pack_version,
                      h.software),
                     (excluded.beat_at, excluded.clock_offset_ms, excluded.barrier, excluded.arming_loop,
                      excluded.closing_loop, excluded.buffered, excluded.pack_version, excluded.software))
            as n (beat_at, clock_offset_ms, barrier, arming_loop, closing_loop, buffered, pack_version, software)
        order by n.beat_at desc nulls last limit 1)
where h.heard_at < excluded.heard_at or h.beat_at is null or h.beat_at < excluded.beat_at
