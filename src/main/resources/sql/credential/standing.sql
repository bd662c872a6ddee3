-- How these credentials stand now.
-- $1 ids
-- Result: id, root_id, status, status_index, expires_at, dead_since (when it was revoked or replaced, or null)
select id, root_id, status, status_index, expires_at,
       coalesce(revoked_at, (select created_at from credential successor where successor.replaces = credential.id)) as dead_since
  from credential
 where id = any ($1)
