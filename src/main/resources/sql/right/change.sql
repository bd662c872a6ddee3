-- Replaces a right's terms and records the change. Call it with the root locked (lock_root.sql), in a statement of its own.
-- $1 uuid id, $2 bigint the version it must have, $3 text type, $4 timestamptz valid_from or null,
-- $5 timestamptz valid_until or null, $6 jsonb recurring, $7 text pool_id or null, $8 timestamptz now,
-- $9 int most rights of a root that have not ended, $10 text offline_policy, $11 text who, $12 text why or null: for the audit
-- → too_many bool, and when it is false the columns of a right and credential_id, the newest of the chain;
--   no row: it has another version, or is gone
with at_hand as (select id, root_id from access_right where id = $1 and version = $2 and deleted_at is null),
     held as (select at_hand.id, at_hand.root_id,
                     (select count(*)
                      from access_right other
                      where other.root_id = at_hand.root_id and other.id <> at_hand.id and other.deleted_at is null
                        and (other.valid_until is null or other.valid_until > $8)) >= $9::int
                     and ($5::timestamptz is null or $5 > $8) as too_many
              from at_hand),
     changed as materialized (select id, record_change('RIGHT', root_id) as version from held, acting($11, $12) where not too_many),
     made as (update access_right
              set type = $3, valid_from = $4, valid_until = $5, recurring = $6, pool_id = $7, version = changed.version,
                  offline_policy = $10
              from changed
              where access_right.id = changed.id and access_right.version = $2
              returning access_right.*)
select held.too_many, made.id, made.place_id, made.type, made.valid_from, made.valid_until, made.recurring,
       made.pool_id, made.version, made.created_at, made.offline_policy, newest.id as credential_id
from held
left join made on made.id = held.id
left join credential newest on newest.root_id = made.root_id
    and not exists (select from credential later where later.replaces = newest.id)
where held.too_many or made.id is not null
