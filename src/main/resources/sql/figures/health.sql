-- What a lot's events say of its health, by days.
-- $1 text the lot, $2 timestamptz[] where days begin, rising, and behind them where the last one ends
-- → day integer: from 1; of what lanes told: events bigint, median, p95, longest double precision: seconds from when it happened to
--   when it was received, null where there were none, late bigint: more than 60 of them, offline bigint; of the count: corrections
--   bigint, corrected bigint: by how many cars, together, unmatched bigint: passages that nobody granted, without_entry bigint:
--   exits whose entry nobody saw, untold bigint: grants that were recorded and told to nobody
with event as (
    select *, greatest(0, open_after + adjustment_after) as after,
        lag(greatest(0, open_after + adjustment_after), 1, 0) over (order by seq) as before,
        greatest(0, extract(epoch from received_time - event_time))::double precision as delay,
        lane_id is not null and kind in ('ENTRY', 'EXIT', 'CONFIRMED', 'NO_ENTRY', 'RESTORED', 'PASSED')
            and not 'MANUAL_OPEN' = any (flags) as told
    from access_event
    where lot_id = $1
      and seq between seq_at($1, ($2::timestamptz[])[1] - interval '5 minutes') - 1
                  and seq_at($1, ($2::timestamptz[])[cardinality($2::timestamptz[])] + interval '5 minutes')
)
select width_bucket(received_time, $2::timestamptz[]) as day,
    count(*) filter (where told) as events,
    percentile_cont(0.5) within group (order by delay) filter (where told) as median,
    percentile_cont(0.95) within group (order by delay) filter (where told) as p95,
    max(delay) filter (where told) as longest,
    count(*) filter (where told and delay > 60) as late,
    count(*) filter (where told and 'OFFLINE' = any (flags)) as offline,
    count(*) filter (where kind in ('SET', 'RESET')) as corrections,
    coalesce(sum(abs(after - before)) filter (where kind in ('SET', 'RESET')), 0) as corrected,
    count(*) filter (where kind = 'PASSED' and 'UNMATCHED_PASSAGE' = any (flags)) as unmatched,
    count(*) filter (where kind = 'EXIT' and 'NO_OPEN_SESSION' = any (flags)) as without_entry,
    count(*) filter (where kind = 'UNTOLD') as untold
from event
where received_time >= ($2::timestamptz[])[1] and received_time < ($2::timestamptz[])[cardinality($2::timestamptz[])]
group by 1
