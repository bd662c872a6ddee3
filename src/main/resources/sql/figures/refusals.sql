-- What some lots refused, by reasons and quarters of an hour, by when it happened; what a lane told more than a day late is not in it.
-- $1 text[] the lots, $2 timestamptz from this moment, $3 timestamptz to before this one
-- → quarter bigint: unix time / 900 s, reason text, refusals bigint
select (extract(epoch from at) / 900)::bigint as quarter, reason, refusals
from (
    select date_bin('15 minutes', event_time, 'epoch') as at, reason, count(*) as refusals
    from unnest($1::text[]) as lot (id)
    join scan_denial d on d.lot_id = lot.id
        and received_time >= $2::timestamptz - interval '5 minutes' and received_time < $3::timestamptz + interval '1 day'
    where event_time >= $2::timestamptz and event_time < $3::timestamptz
    group by 1, 2
) binned
