-- Exits whose entry nobody had told of when they were made, of credentials that a lane says came in before.
-- Arguments: $1 lot id; one row each: $2 credentials, $3 entries (unix ms).
-- Result: entry, from 1 in the order of the arguments; session; lowered, whether it was taken off the cars without a session.
-- An exit whose passage is awaited is the lot's to find; one whose car backed out left nobody outside.
-- Of each entry the earliest exits after it, at most 8.
select e.n::integer as entry, s.id as session, coalesce(before.adjustment_after > x.adjustment_after, false) as lowered
from unnest($2::text[], $3::bigint[]) with ordinality as e (credential_id, entry_ms, n)
    cross join lateral (
        select id, exit_time from session
        where credential_id = e.credential_id and lot_id = $1 and status = 'INVALID' and entry_time is null
            and passage_decision is null and not 'NO_ENTRY' = any (flags) and exit_time >= timestamptz 'epoch' + e.entry_ms * interval '1 ms'
            and started_at >= timestamptz 'epoch' + e.entry_ms * interval '1 ms'
        order by started_at limit 8) s
    join access_event x on x.lot_id = $1 and x.session_id = s.id and x.kind = 'EXIT'
        and 'NO_OPEN_SESSION' = any (x.flags)
    left join access_event before on before.lot_id = $1 and before.seq = x.seq - 1
order by e.n, s.exit_time
