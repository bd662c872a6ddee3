-- Who signs in under a name.
-- $1 text name in lower case
-- → the columns of staff; no row: nobody
select * from staff where lower(name) = $1 and deleted_at is null
