-- Deletes an account again. One that was made after the backup is not known, and so nobody signs in to it.
-- ? deleted_at, ? id
update staff set password_hash = null, password_until = null, deleted_at = ? where id = ? and deleted_at is null
