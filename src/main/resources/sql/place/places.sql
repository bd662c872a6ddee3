-- Places, cities first, then districts, lots, areas. With those that are named come all that they lie in and the lots
-- that lie in them, since a lot's rules follow from its whole way up and must be read in one picture.
-- $1 text[]  ids; null: all
-- → the columns of place; pools jsonb [{"id", "spaces", "policy"}]
with recursive
    up as (select id, parent_id from place where id = any ($1)
           union
           select place.id, place.parent_id from place join up on place.id = up.parent_id),
    down as (select id from place where id = any ($1)
             union
             select place.id from place join down on place.parent_id = down.id where place.type <> 'AREA')
select id, type, parent_id, name, time_zone, capacity, status, passback, min_assurance, admit_transients,
       no_open_session, revoked_exit, full_policy, passage_timeout_s, operator_id, is_public, version, created_at,
       stale_pack, latitude, longitude,
       (select coalesce(jsonb_agg(jsonb_build_object('id', pool.id, 'spaces', pool.spaces, 'policy', pool.policy)
                                  order by pool.id), '[]')
        from pool where pool.lot_id = place.id) as pools
from place
where $1::text[] is null or id in (select id from up union select id from down)
order by array_position(array ['CITY', 'DISTRICT', 'LOT', 'AREA'], type)
