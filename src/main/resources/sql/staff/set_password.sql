-- Gives an account another password. All its sessions have to be ended with it.
-- $1 text id, $2 text the present hash or null: whatever it is, $3 text the new hash, $4 timestamptz now,
-- $5 timestamptz until when it is good, null: the person's own, $6 text who, $7 text why or null: for the audit
-- → id; no row: deleted, or changed meanwhile
update staff
set password_hash = $3, password_set_at = $4::timestamptz, password_until = $5::timestamptz
from acting($6, $7)
where id = $1 and deleted_at is null and ($2::text is null or password_hash = $2)
returning id
