-- Locks the first credential of a giver's chain until the transaction's end, so that one at a time counts its visitors, and the one that
-- is good, so that nobody revokes it meanwhile.
-- $1 text  the root. → id text
select id from credential where root_id = $1 and (id = $1 or status = 'ACTIVE') order by id for no key update
