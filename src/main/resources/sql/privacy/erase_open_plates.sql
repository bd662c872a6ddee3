-- Erases the plates of open sessions too. $1 text[] credentials. → one row for each
update session set plate = null where credential_id = any ($1) and plate is not null
returning id
