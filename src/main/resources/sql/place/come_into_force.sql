-- Puts one lot's announced rules into force, the longest due first, and records the change as theirs who announced them. Any
-- instance may do so at any time: each announcement is taken by one.
-- $1 timestamptz now → id text; no row: none is due
with due as materialized (
    select * from rules_next where effective_from <= $1 order by effective_from limit 1 for update skip locked
), actor as materialized (
    select acting(due.key_id, due.reason) from due
), gone as (
    delete from rules_next using due, actor where rules_next.id = due.id
), changed as materialized (
    select record_change('PLACE', due.id) as new_version, due.* from due, actor
)
update place
set capacity = changed.capacity, status = changed.status, passback = changed.passback, min_assurance = changed.min_assurance,
    admit_transients = changed.admit_transients, no_open_session = changed.no_open_session,
    revoked_exit = changed.revoked_exit, full_policy = changed.full_policy, stale_pack = changed.stale_pack,
    passage_timeout_s = changed.passage_timeout_s, version = changed.new_version
from changed
where place.id = changed.id
returning place.id
