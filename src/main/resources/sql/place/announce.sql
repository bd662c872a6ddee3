-- Announces a lot's rules, instead of what was announced before.
-- $1 text id, $2 timestamptz effective_from, $3 timestamptz announced_at, $4 int capacity or null, $5 text status, $6 text passback,
-- $7 text min_assurance, $8 bool admit_transients, $9 text no_open_session, $10 text revoked_exit, $11 text full_policy,
-- $12 text stale_pack, $13 int passage_timeout_s, $14 text who, $15 text why or null: for the audit, now and when they come into force
-- → made bool: nothing was announced before
with actor as materialized (select acting($14, $15))
insert into rules_next (id, effective_from, announced_at, capacity, status, passback, min_assurance, admit_transients,
    no_open_session, revoked_exit, full_policy, stale_pack, passage_timeout_s, key_id, reason)
select $1, $2, $3, $4::int, $5, $6, $7, $8::bool, $9, $10, $11, $12, $13::int, $14, $15
from actor
on conflict (id) do update
    set effective_from = excluded.effective_from, announced_at = excluded.announced_at, capacity = excluded.capacity,
        status = excluded.status, passback = excluded.passback, min_assurance = excluded.min_assurance,
        admit_transients = excluded.admit_transients, no_open_session = excluded.no_open_session,
        revoked_exit = excluded.revoked_exit, full_policy = excluded.full_policy, stale_pack = excluded.stale_pack,
        passage_timeout_s = excluded.passage_timeout_s, key_id = excluded.key_id, reason = excluded.reason
-- A row just inserted was never locked; one that was updated carries this statement's lock.
returning (xmax = 0) as made
