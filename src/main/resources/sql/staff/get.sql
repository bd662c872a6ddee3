-- One account, deleted or not.
-- $1 text id
-- → the columns of staff; no row: unknown
select * from staff where id = $1
