-- A page, by id, of the credentials that are not simply ACTIVE under their own id.
-- $1 the last id seen, or ''  $2 rows
-- Result: id, root_id, status, status_index, expires_at, dead_since (when it was revoked or replaced, or null)
select id, root_id, status, status_index, expires_at,
       coalesce(revoked_at, (select created_at from credential successor where successor.replaces = credential.id)) as dead_since
  from credential
 where (status <> 'ACTIVE' or root_id <> id) and id > $1
 order by id
 limit $2
