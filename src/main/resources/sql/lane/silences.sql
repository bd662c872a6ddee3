-- Writes down which lanes have fallen silent, and which are heard again: where what is known of a lane and what is open differ. Any
-- instance may do so at any time. Arguments $1 to $3 as in alarms_due.sql.
with known as (
    select h.lane_id, lane.lot_id, h.heard_at, statement_timestamp() - h.heard_at as silent,
        case when h.beat_at > h.heard_at - interval '10 minutes' then $1::bigint else $2::bigint end as limit_ms
    from lane_heard h join lane on lane.id = h.lane_id
), over as (
    update lane_silence s set to_at = greatest(known.heard_at, s.from_at)
    from known
    where s.lane_id = known.lane_id and s.to_at is null and known.silent <= known.limit_ms * interval '1 ms'
)
insert into lane_silence (lane_id, lot_id, from_at)
select lane_id, lot_id, heard_at
from known
where silent > limit_ms * interval '1 ms' and $3::bigint > limit_ms
  and not exists (select from lane_silence s where s.lane_id = known.lane_id and s.to_at is null)
on conflict do nothing
