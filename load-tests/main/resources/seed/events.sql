-- Events of days past: cars that went in and out, at all lots of a city in turn, in the order in which they happened.
-- Needs: the temporary table seeded_driver (n, id), n = 0, 1, 2 …
-- $1 city  $2 lots  $3 events, a multiple of twice the lots  $4 drivers  $5 days over which they are spread
insert into access_event (lot_id, seq, epoch, key, kind, direction, event_time, received_time, lane_id, credential_id, root_id,
    session_id, decision_id, open_after, adjustment_after)
select $1 || '-' || lot, seq, 1, md5('k' || $1 || i)::uuid::text, way, way, at, at, $1 || '-' || lot || '-' || way, driver.id, driver.id,
    md5('s' || $1 || stay)::uuid, md5('d' || $1 || i)::uuid, case way when 'ENTRY' then 1 else 0 end, 0
from (
    select i, i % $2::bigint as lot, i / $2::bigint + 1 as seq,
        case when i / $2::bigint % 2 = 0 then 'ENTRY' else 'EXIT' end as way,
        i / (2 * $2::bigint) * $2::bigint + i % $2::bigint as stay,
        clock_timestamp() - $5::integer * interval '1 day' + i * ($5::integer * interval '1 day' / $3::bigint) as at
    from generate_series(0::bigint, $3::bigint - 1) as i
    offset 0
) as e
join seeded_driver driver on driver.n = e.stay % $4::bigint
order by i
