-- Gives a visitor a right that comes from another: its hours, its pool, whether it opens a lane that can ask nobody.
-- $1 uuid the visitor's id, $2 text giver's root, $3 uuid giver's right, $4 text place, $5 text the visitor's credential,
-- $6 uuid id of its right, $7 timestamptz now, $8 timestamptz until, $9 bigint version of the change log
-- → one row; fails on visitor_pkey where there is one of this id
with given as (
    insert into access_right (id, root_id, place_id, type, valid_from, valid_until, recurring, pool_id, version, offline_policy)
    select $6, $5, $4, 'VISITOR', $7::timestamptz, $8::timestamptz, recurring, pool_id, $9, offline_policy
    from access_right where id = $3
    returning id)
insert into visitor (id, giver_root, giver_right, place_id, credential_id, right_id, created_at)
select $1, $2, $3, $4, $5, given.id, $7 from given
returning id
