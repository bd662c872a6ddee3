-- Makes an account.
-- $1 text id, $2 text name, $3 text role, $4 text place_id or null, $5 text operator_id or null, $6 text password_hash,
-- $7 timestamptz now, $8 timestamptz password_until, $9 text who, $10 text why or null: for the audit
insert into staff (id, name, role, place_id, operator_id, password_hash, password_set_at, password_until, created_at)
select $1, $2, $3, $4, $5, $6, $7::timestamptz, $8::timestamptz, $7::timestamptz from acting($9, $10)
