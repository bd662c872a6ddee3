-- Ends the search for the traces of credentials that were erased long enough ago, of which none is left.
-- $1 timestamptz now
-- → no row
update credential c set traces_until = null
where c.traces_until < $1
  and not exists (select from session s where s.credential_id = c.id)
  and not exists (select from access_event e where e.credential_id = c.id)
  and not exists (select from scan_denial d where d.credential_id = c.id)
