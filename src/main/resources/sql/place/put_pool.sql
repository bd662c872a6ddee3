-- Makes or replaces a pool and records the change; the lot's version moves with it, since pools travel with the lot.
-- $1 text lot_id, $2 text id, $3 int spaces, $4 text policy, $5 text who, $6 text why or null: for the audit
-- → made bool; no row: there is no such lot
with actor as materialized (select acting($5, $6)),
     changed as materialized (select record_change('POOL', $1) as version from actor),
     lot as (update place set version = changed.version from changed where id = $1 and type = 'LOT' returning id)
insert into pool (lot_id, id, spaces, policy)
select lot.id, $2, $3::int, $4
from lot
on conflict (lot_id, id) do update set spaces = excluded.spaces, policy = excluded.policy
-- A row just inserted was never locked; one that was updated carries this statement's lock.
returning (xmax = 0) as made
