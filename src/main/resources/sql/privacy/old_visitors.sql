-- Forgets from whose right a visitor's came, once that was over before a moment; the visitor's credential then leads to nobody.
-- $1 timestamptz  the moment
-- $2 int          most rows
-- → one row for each
with forgotten as (
    delete from visitor
    where id in (select visitor.id
                 from visitor join access_right given on given.id = visitor.right_id
                 where visitor.created_at < $1 and least(given.deleted_at, given.valid_until) < $1
                 order by visitor.created_at limit $2)
    returning credential_id)
update credential set holder_ref = null from forgotten where credential.id = forgotten.credential_id
returning credential.id
