-- How many cars came and went at some lots, by quarters of an hour. By when it happened; what a lane told more than a day late is
-- not in it. A grant whose car did not pass is none; an exit that nobody reported is one.
-- $1 text[] the lots, $2 timestamptz from this moment, $3 timestamptz to before this one
-- → quarter bigint: unix time / 900 s, entries bigint, exits bigint: of quarters in which there were any
with event as materialized (
    select e.*
    from unnest($1::text[]) as lot (id)
    cross join lateral (
        select kind, direction, event_time, decision_id, flags
        from access_event
        where lot_id = lot.id
          and seq between seq_at(lot.id, $2::timestamptz - interval '5 minutes') and seq_at(lot.id, $3::timestamptz + interval '1 day')
    ) e
), undone as materialized (
    select decision_id from event where kind = 'NO_ENTRY' or (kind = 'EXPIRED' and direction = 'ENTRY')
    except
    select decision_id from event where kind = 'RESTORED'
), move as (
    select event_time, kind = 'ENTRY' or (kind = 'PASSED' and direction = 'ENTRY') as entry
    from event
    where event_time >= $2::timestamptz and event_time < $3::timestamptz
      and ((kind in ('ENTRY', 'EXIT') and not exists (select from undone where undone.decision_id = event.decision_id))
           or (kind = 'PASSED' and flags && '{UNMATCHED_PASSAGE,LEFT_ALREADY}')
           or (kind = 'CLOSE' and 'MANUAL_OPEN' = any (flags)))
)
select (extract(epoch from at) / 900)::bigint as quarter, entries, exits
from (
    select date_bin('15 minutes', event_time, 'epoch') as at,
        count(*) filter (where entry) as entries, count(*) filter (where not entry) as exits
    from move
    group by 1
) binned
