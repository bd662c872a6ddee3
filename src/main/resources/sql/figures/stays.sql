-- How long the cars stayed that left some lots. Of stays whose entry nobody saw nothing is known.
-- $1 text[] the lots, $2 timestamptz left from this moment, $3 timestamptz to before this one,
-- $4 bigint[] where buckets begin, seconds, rising, the first 0
-- → bucket integer: from 1; stays bigint; median double precision: of all, seconds, on the row whose bucket is null
with gone as (
    select distinct e.session_id
    from unnest($1::text[]) as lot (id)
    cross join lateral (
        select session_id
        from access_event
        where lot_id = lot.id
          and seq between seq_at(lot.id, $2::timestamptz - interval '5 minutes') and seq_at(lot.id, $3::timestamptz + interval '1 day')
          and session_id is not null and (kind = 'EXIT' or (kind = 'CLOSE' and 'MANUAL_OPEN' = any (flags)))
    ) e
), stay as (
    select greatest(0, extract(epoch from s.exit_time - s.entry_time)) as seconds
    from gone join session s on s.id = gone.session_id
    where s.status = 'COMPLETED' and s.entry_time is not null and s.exit_time >= $2::timestamptz and s.exit_time < $3::timestamptz
)
select width_bucket(seconds::bigint, $4::bigint[]) as bucket, count(*) as stays,
    percentile_cont(0.5) within group (order by seconds) as median
from stay
group by grouping sets ((width_bucket(seconds::bigint, $4::bigint[])), ())
