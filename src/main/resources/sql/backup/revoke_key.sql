-- Revokes an access key again. One that was made after the backup is not known, and so opens nothing.
-- ? revoked_at, ? id
update access_key set revoked_at = ? where id = ? and revoked_at is null
