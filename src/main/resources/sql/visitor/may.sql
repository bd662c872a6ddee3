-- From which right of a chain of credentials a visitor's may come, and how many came already.
-- $1 text  the giver's root
-- $2 text  the place for the visitor, the right's own or one in it
-- $3 timestamptz  now
-- $4 timestamptz  until when the visitor's right would last
-- → right_id uuid or null: none allows it, or no credential of the chain is good until then; at_once bigint: visitors' rights that are not over; in_a_day bigint: given in the last
--   24 hours; issuer_place_id, issuer_operator_id text: of the giver's credential
with recursive upwards as (
    select id, parent_id from place where id = $2
    union all
    select place.id, place.parent_id from upwards join place on place.id = upwards.parent_id
)
select giver.issuer_place_id, giver.issuer_operator_id, allowing.id as right_id,
       (select count(*) from visitor join access_right given on given.id = visitor.right_id
        where visitor.giver_root = $1 and given.deleted_at is null and given.valid_until > $3) as at_once,
       (select count(*) from visitor where giver_root = $1 and created_at > $3::timestamptz - interval '1 day') as in_a_day
from credential giver
left join lateral (
    select held.id
    from access_right held
    where held.root_id = $1 and held.deleted_at is null and held.type in ('PERMIT', 'RESERVATION')
      and held.place_id in (select id from upwards) and (held.pool_id is null or held.place_id = $2)
      and (held.valid_from is null or held.valid_from <= $3) and (held.valid_until is null or held.valid_until >= $4)
      and exists (select from credential good where good.root_id = $1 and good.status = 'ACTIVE' and good.expires_at >= $4)
    order by held.place_id = $2 desc, held.created_at, held.id
    limit 1) allowing on true
where giver.id = $1
