-- Gives a right and records the change. Call it with the root locked (lock_root.sql), in a statement of its own.
-- $1 uuid id, $2 text root_id, $3 text place_id, $4 text type, $5 timestamptz valid_from or null,
-- $6 timestamptz valid_until or null, $7 jsonb recurring, $8 text pool_id or null, $9 timestamptz now,
-- $10 int most rights of a root that have not ended, $11 text offline_policy, $12 text who, $13 text why or null: for the audit
-- → the columns of a right and credential_id, the newest of the chain; no row: that would be too many
with held as (select count(*) as rights
              from access_right
              where root_id = $2 and deleted_at is null and (valid_until is null or valid_until > $9)),
     changed as materialized (select record_change('RIGHT', $2) as version from held, acting($12, $13) where rights < $10::int),
     given as (insert into access_right (id, root_id, place_id, type, valid_from, valid_until, recurring, pool_id, version,
                                         offline_policy)
               select $1, $2, $3, $4, $5::timestamptz, $6::timestamptz, $7::jsonb, $8, changed.version, $11
               from changed
               returning id, root_id, place_id, type, valid_from, valid_until, recurring, pool_id, version, created_at,
                         offline_policy)
select given.*, newest.id as credential_id
from given
join credential newest on newest.root_id = given.root_id
    and not exists (select from credential later where later.replaces = newest.id)
