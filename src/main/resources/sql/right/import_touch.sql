-- Says how far a file of rights is, or what became of it.
-- $1 uuid id, $2 text state, $3 int applied, $4 jsonb errors, $5 int error count, $6 timestamptz now
update right_import set state = $2, applied = $3, errors = $4::jsonb, error_count = $5, touched_at = $6 where id = $1
