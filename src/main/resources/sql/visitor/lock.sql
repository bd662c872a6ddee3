-- Locks the first credential of a giver's chain until the transaction's end, so that one at a time counts its visitors.
-- $1 text  the root. → id text
select id from credential where id = $1 for no key update
