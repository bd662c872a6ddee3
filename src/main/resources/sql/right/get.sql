-- One right.
-- $1 uuid id
-- → the columns of a right and credential_id, the newest of the chain; no row: there is none
select access_right.*, newest.id as credential_id
from access_right
join credential newest on newest.root_id = access_right.root_id
    and not exists (select from credential later where later.replaces = newest.id)
where access_right.id = $1 and deleted_at is null
