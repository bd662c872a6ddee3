-- Makes or replaces a place and records the change. What a place is and where it lies cannot be replaced.
-- $1 text id, $2 text type, $3 text parent_id or null, $4 text name, $5 text time_zone or null, $6 int capacity or null,
-- $7 text status, $8 text passback, $9 text min_assurance, $10 bool admit_transients, $11 text no_open_session,
-- $12 text revoked_exit, $13 text full_policy, $14 int passage_timeout_s, $15 text operator_id or null, $16 bool is_public,
-- $17 text stale_pack, $18 float8 latitude, $19 float8 longitude, both or none null, $20 text who, $21 text why or null: for the audit
-- → made bool; no row: the id is a place of another type or parent
with actor as materialized (select acting($20, $21)),
     changed as materialized (select record_change('PLACE', $1) as version from actor)
insert into place (id, type, parent_id, name, time_zone, capacity, status, passback, min_assurance, admit_transients,
                   no_open_session, revoked_exit, full_policy, passage_timeout_s, operator_id, is_public, stale_pack, latitude, longitude,
                   version)
select $1, $2, $3, $4, $5, $6::int, $7, $8, $9, $10::bool, $11, $12, $13, $14::int, $15, $16::bool, $17, $18::float8, $19::float8,
       changed.version
from changed
on conflict (id) do update
    set name = excluded.name, time_zone = excluded.time_zone, capacity = excluded.capacity, status = excluded.status,
        passback = excluded.passback, min_assurance = excluded.min_assurance,
        admit_transients = excluded.admit_transients, no_open_session = excluded.no_open_session,
        revoked_exit = excluded.revoked_exit, full_policy = excluded.full_policy,
        passage_timeout_s = excluded.passage_timeout_s, operator_id = excluded.operator_id,
        is_public = excluded.is_public, stale_pack = excluded.stale_pack, latitude = excluded.latitude,
        longitude = excluded.longitude, version = excluded.version
    where place.type = excluded.type and place.parent_id is not distinct from excluded.parent_id
-- A row just inserted was never locked; one that was updated carries this statement's lock.
returning (xmax = 0) as made
