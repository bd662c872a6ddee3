-- A page, by id, of the credentials that are not simply ACTIVE under their own id.
-- $1 the last id seen, or ''  $2 rows
-- Result: id, root_id, status, expires_at
select id, root_id, status, expires_at
  from credential
 where (status <> 'ACTIVE' or root_id <> id) and id > $1
 order by id
 limit $2
