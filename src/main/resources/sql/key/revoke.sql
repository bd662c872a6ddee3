-- Revokes a key and records the change. One that is revoked stays as it is.
-- $1 text id, $2 text who, $3 text why or null: for the audit
-- → version of the change; no row: it was revoked before, or is unknown
update access_key
set revoked_at = clock_timestamp()
from acting($2, $3)
where id = $1
  and revoked_at is null
returning record_change('KEY', id) as version
