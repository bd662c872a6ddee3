-- The stays that events.sql tells of, all of them over. The same arguments.
insert into session (id, lot_id, credential_id, root_id, status, started_at, entry_lane, entry_time, entry_pass_type, entry_decision,
    exit_lane, exit_time, exit_pass_type, exit_credential, last_seq)
select md5('s' || $1 || stay)::uuid, $1 || '-' || lot, driver.id, driver.id, 'COMPLETED', began, $1 || '-' || lot || '-ENTRY', began,
    'AUTO', md5('d' || $1 || first)::uuid, $1 || '-' || lot || '-EXIT', began + $2::bigint * every, 'AUTO', driver.id, first / $2::bigint + 2
from (
    select stay, stay % $2::bigint as lot, stay / $2::bigint * 2 * $2::bigint + stay % $2::bigint as first,
        $5::integer * interval '1 day' / $3::bigint as every,
        clock_timestamp() - $5::integer * interval '1 day'
            + (stay / $2::bigint * 2 * $2::bigint + stay % $2::bigint) * ($5::integer * interval '1 day' / $3::bigint) as began
    from generate_series(0::bigint, $3::bigint / 2 - 1) as stay
    offset 0
) as s
join seeded_driver driver on driver.n = s.stay % $4::bigint
order by stay
