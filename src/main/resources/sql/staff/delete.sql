-- Deletes an account; one that is deleted stays as it is. All its sessions have to be ended with it.
-- $1 text id, $2 timestamptz now, $3 text who, $4 text why or null: for the audit
-- → id; no row: it was deleted before, or is unknown
update staff
set password_hash = null, password_until = null, deleted_at = $2::timestamptz
from acting($3, $4)
where id = $1 and deleted_at is null
returning id
