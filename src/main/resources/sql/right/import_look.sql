-- Locks the first credentials of some chains until the transaction's end, and says what gives rights to them.
-- $1 text[] credentials, of any place in a chain; $2 timestamptz now
-- → named text; root text; replaced boolean, issuer_place_id, issuer_operator_id text of the named one; held int, its rights that
--   have not ended. No row for a credential that is not there.
with root as materialized (
    select id from credential
    where id in (select root_id from credential where id = any ($1::text[]))
    order by id
    for no key update
)
select named.id as named, root.id as root, named.status = 'REPLACED' as replaced, named.issuer_place_id,
       named.issuer_operator_id,
       (select count(*) from access_right r
        where r.root_id = root.id and r.deleted_at is null and (r.valid_until is null or r.valid_until > $2))::int as held
from credential named
join root on root.id = named.root_id
where named.id = any ($1::text[])
