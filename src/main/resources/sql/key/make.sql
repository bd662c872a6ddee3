-- Stores a new key that is not a lane's.
-- $1 text id, $2 text kind, $3 bytea secret_sha256, $4 text place_id or null, $5 text operator_id or null,
-- $6 text label or null, $7 timestamptz expires_at or null,
-- $8 text who, $9 text why or null: for the audit
-- → one row made; none: who asks is an account that was deleted
insert into access_key (id, kind, secret_sha256, place_id, operator_id, label, expires_at, made_by)
select $1, $2, $3, $4, $5, $6, $7::timestamptz, $8 from acting($8, $9)
-- An instance may take a session for good a second longer than it is: who has left makes no key.
where not exists (select from staff where id = $8 and deleted_at is not null)
