-- Makes or replaces a lane and records the change. A lane cannot move to another lot.
-- $1 text id, $2 text lot_id, $3 text direction, $4 text from_area or null, $5 text to_area or null,
-- $6 bool confirm_passage, $7 text who, $8 text why or null: for the audit
-- → made bool; no row: the id is a lane of another lot
with actor as materialized (select acting($7, $8)),
     changed as materialized (select record_change('LANE', $1) as version from actor)
insert into lane (id, lot_id, direction, from_area, to_area, confirm_passage, version)
select $1, $2, $3, $4, $5, $6::bool, changed.version
from changed
on conflict (id) do update
    set direction = excluded.direction, from_area = excluded.from_area, to_area = excluded.to_area,
        confirm_passage = excluded.confirm_passage, version = excluded.version
    where lane.lot_id = excluded.lot_id
-- A row just inserted was never locked; one that was updated carries this statement's lock.
returning (xmax = 0) as made
