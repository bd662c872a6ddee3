-- Revokes the ops and api keys that an account made, and those that were made with them, and tells every instance. Last but for
-- telling of the account in its transaction: it holds the change log.
-- $1 text staff id, $2 text who, $3 text why or null: for the audit
-- → id of each that was good until now
with recursive theirs as (
    select id from access_key where made_by = $1
    union
    select access_key.id from access_key join theirs on access_key.made_by = theirs.id
), ended as (
    update access_key set revoked_at = clock_timestamp()
    from acting($2, $3)
    where id in (select id from theirs) and kind in ('ops', 'api') and revoked_at is null
    returning id
), many as (
    select array_agg(id) as ids from ended having count(*) > 0
)
select told.subject as id from many, record_changes('KEY', many.ids) as told
