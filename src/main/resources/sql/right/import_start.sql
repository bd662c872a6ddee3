-- Notes a file of rights, and forgets those of more than 30 days ago.
-- $1 uuid id, $2 text key id, $3 text state, $4 int rights, $5 jsonb errors, $6 int error count, $7 timestamptz now
with old as (delete from right_import where created_at < $7::timestamptz - interval '30 days')
insert into right_import (id, key_id, state, rights, errors, error_count, created_at, touched_at)
values ($1, $2, $3, $4, $5::jsonb, $6, $7, $7)
