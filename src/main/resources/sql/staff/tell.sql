-- Has every instance look again at a person's sessions. Last in its transaction.
-- $1 text staff id
-- → version of the change
select record_change('STAFF', $1) as version
