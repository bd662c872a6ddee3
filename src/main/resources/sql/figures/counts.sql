-- How the counts of some lots together changed, by quarters of an hour, as the service knew them.
-- $1 text[] the lots, $2 timestamptz from this moment, $3 timestamptz to before this one
-- → quarter bigint: unix time / 900 s, null: what was there before; change bigint
with event as (
    select e.*
    from unnest($1::text[]) as lot (id)
    cross join lateral (
        select received_time, greatest(0, open_after + adjustment_after) as after,
            lag(greatest(0, open_after + adjustment_after), 1, 0) over (order by seq) as before
        from access_event
        where lot_id = lot.id
          and seq between seq_at(lot.id, $2::timestamptz - interval '5 minutes') - 1 and seq_at(lot.id, $3::timestamptz + interval '5 minutes')
    ) e
)
select (extract(epoch from at) / 900)::bigint as quarter, change
from (
    select case when received_time >= $2::timestamptz then date_bin('15 minutes', received_time, 'epoch') end as at,
        sum(after - before) as change
    from event
    where received_time < $3::timestamptz
    group by 1
) binned
