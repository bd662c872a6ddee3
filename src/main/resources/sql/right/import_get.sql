-- A file of rights. $1 uuid id
-- → key_id, state, rights, applied, errors, error_count, created_at, touched_at
select key_id, state, rights, applied, errors, error_count, created_at, touched_at from right_import where id = $1
