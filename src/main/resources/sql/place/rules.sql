-- A lot's rules in force, those that are announced, and when its count was last set by hand.
-- $1 text the lot
-- → name, rules_version, rules_since, the rules as in place, pools jsonb; the same of what is announced, next_…; and kind,
--   corrected_at, count_before, count_after, why of the correction; no row: there is no such lot
select p.name, p.rules_version, p.rules_since, p.capacity, p.status, p.passback, p.min_assurance, p.admit_transients,
    p.no_open_session, p.revoked_exit, p.full_policy, p.stale_pack, p.passage_timeout_s,
    (select coalesce(jsonb_agg(jsonb_build_object('id', pool.id, 'spaces', pool.spaces, 'policy', pool.policy)
                               order by pool.id), '[]')
     from pool where pool.lot_id = p.id) as pools,
    n.effective_from, n.announced_at, n.capacity as next_capacity, n.status as next_status, n.passback as next_passback,
    n.min_assurance as next_min_assurance, n.admit_transients as next_admit_transients,
    n.no_open_session as next_no_open_session, n.revoked_exit as next_revoked_exit, n.full_policy as next_full_policy,
    n.stale_pack as next_stale_pack, n.passage_timeout_s as next_passage_timeout_s,
    c.kind, c.received_time as corrected_at, greatest(0, before.open_after + before.adjustment_after) as count_before,
    greatest(0, c.open_after + c.adjustment_after) as count_after,
    url_decoded(substring(c.detail from '(?:^|&)why=([^&]*)')) as why
from place p
    left join rules_next n on n.id = p.id
    left join lateral (
        select * from access_event where lot_id = p.id and kind in ('SET', 'RESET') order by seq desc limit 1) c on true
    left join access_event before on before.lot_id = c.lot_id and before.seq = c.seq - 1
where p.id = $1 and p.type = 'LOT'
