-- How these credentials stand now.
-- $1 ids
-- Result: id, root_id, status, expires_at
select id, root_id, status, expires_at
  from credential
 where id = any ($1)
