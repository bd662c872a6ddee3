-- Ends a right again.
-- ? deleted_at, ? id
update access_right set deleted_at = ? where id = ?::uuid and deleted_at is null
