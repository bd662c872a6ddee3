-- Takes back what was announced. $1 text the lot, $2 text who, $3 text why or null: for the audit. → id; no row: there was nothing
with actor as materialized (select acting($2, $3))
delete from rules_next using actor where id = $1
returning id
