-- Forgets silences that are long over, so many at most.
-- $1 timestamptz  over before this moment
delete from lane_silence where (lane_id, from_at) in (
    select lane_id, from_at from lane_silence where to_at < $1 order by to_at limit 10000)
