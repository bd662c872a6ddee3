-- Which alarms of lanes are to be raised or cleared: where what is known of a lane and what is open differ. Any instance
-- may ask at any time, so none has to remember.
-- $1 bigint  a lane that sends heartbeats is silent after so many ms
-- $2 bigint  any other lane after so many
-- $3 bigint  this instance has seen PostgreSQL take what it heard for so many ms: what went unheard before is not blamed on lanes
-- $4 bigint  a clock is wrong from so many ms off, $5 bigint  and right again below so many
-- → kind text, lot_id text, lane_id text, raise boolean, silent_s bigint, clock_offset_ms bigint, barrier text,
--   arming_loop text, closing_loop text: at most 1000 rows
with known as (
    select h.*, lane.lot_id, statement_timestamp() - h.heard_at as silent,
        -- One that sent heartbeats once and has been heard without them since is judged as one that sends none.
        case when h.beat_at > h.heard_at - interval '10 minutes' then $1::bigint else $2::bigint end as limit_ms
    from lane_heard h join lane on lane.id = h.lane_id
), state as (
    select known.*, kind.kind, kind.wrong, kind.mended
    from known cross join lateral (values
        ('LANE_SILENT', silent > limit_ms * interval '1 ms' and $3::bigint > limit_ms, silent <= limit_ms * interval '1 ms'),
        ('LANE_CLOCK', abs(clock_offset_ms) >= $4::bigint, abs(clock_offset_ms) < $5::bigint),
        ('LANE_FAULT', 'FAULT' in (barrier, arming_loop, closing_loop),
            beat_at is not null
            and 'FAULT' not in (coalesce(barrier, ''), coalesce(arming_loop, ''), coalesce(closing_loop, '')))
    ) as kind (kind, wrong, mended)
)
select s.kind, s.lot_id, s.lane_id, a.id is null as raise, extract(epoch from s.silent)::bigint as silent_s,
    s.clock_offset_ms, s.barrier, s.arming_loop, s.closing_loop
from state s left join alarm a
    on a.kind = s.kind and coalesce(a.place_id, '') = s.lot_id and coalesce(a.lane_id, '') = s.lane_id
    and a.cleared_at is null
where (s.wrong and a.id is null) or (s.mended and a.id is not null)
limit 1000
