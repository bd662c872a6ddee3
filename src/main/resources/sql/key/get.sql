-- One key, revoked or not.
-- $1 text id
-- → the columns of access_key; no row: unknown
select * from access_key where id = $1
