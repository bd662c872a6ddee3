-- Locks the first credential of a chain until the transaction's end, so that one at a time counts its rights.
-- $1 text  any credential of the chain
-- → id text, the first; of the named one: replaced boolean, issuer_place_id, issuer_operator_id text;
--   no row: there is no such credential
select root.id, named.status = 'REPLACED' as replaced, named.issuer_place_id, named.issuer_operator_id
from credential named
join credential root on root.id = named.root_id
where named.id = $1
for no key update of root
