-- Revokes a credential again that was revoked or replaced after the backup. One that was issued after it gets a row, since its
-- code is genuine and only a row can say that it is dead; its chain begins with it where the first one is not known either.
-- ? id, ? root_id, ? type, ? status_index, ? not_before, ? expires_at, ? revoked_at
insert into credential as c (id, root_id, type, status, status_index, not_before, expires_at, revoked_at, revoke_reason)
select given.id, coalesce(root.id, given.id), given.type, 'REVOKED',
       -- Its bit, unless the lost time gave one that stands here to two.
       case when taken.id is null then given.status_index else (select max(status_index) + 1 from credential) end,
       given.not_before, given.expires_at, given.revoked_at, 'revoked after the backup that was restored'
from (select ?::text as id, ?::text as root_id, ?::text as type, ?::bigint as status_index, ?::timestamptz as not_before,
             ?::timestamptz as expires_at, ?::timestamptz as revoked_at) given
left join credential root on root.id = given.root_id
left join credential taken on taken.status_index = given.status_index and taken.id <> given.id
on conflict (id) do update
    set status = 'REVOKED', revoked_at = excluded.revoked_at, revoke_reason = excluded.revoke_reason
    where c.status = 'ACTIVE'
