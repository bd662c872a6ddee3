-- Locks the first credential of a chain until the transaction's end, so that one at a time counts its rights.
-- $1 text  any credential of the chain
-- → id text; no row: there is no such credential
select root.id
from credential root
where root.id = (select root_id from credential where id = $1)
for no key update
