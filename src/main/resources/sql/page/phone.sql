-- A credential that a phone has claimed.
-- $1 text  its id
-- → root_id text, device_key bytea: P-256, compressed, status text, expires_at timestamptz; no row where no phone has claimed it
select root_id, device_key, status, expires_at
from credential
where id = $1 and type = 'QR_DYNAMIC' and device_key is not null
