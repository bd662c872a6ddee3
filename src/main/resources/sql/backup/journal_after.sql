-- What the changes after a version have taken back, in their order; a change that took nothing back has no id.
-- $1 bigint  the version that is known
-- $2 int     most changes
-- → version bigint, kind text CREDENTIAL, KEY, RIGHT or STAFF, id text or null; of a credential root_id, type, status_index,
--   not_before, expires_at, erased bool; of an account deleted bool, password_set_at bigint in microseconds
with read as (select version, kind, subject from change where version > $1 order by version limit $2)
select read.version, read.kind, coalesce(c.id, k.id, r.id::text, s.id) as id, c.root_id, c.type, c.status_index, c.not_before,
       c.expires_at, c.erased_at is not null as erased, s.deleted_at is not null as deleted,
       (extract(epoch from s.password_set_at) * 1000000)::bigint as password_set_at
from read
left join credential c on read.kind = 'CREDENTIAL' and c.id = read.subject and c.status <> 'ACTIVE'
left join access_key k on read.kind = 'KEY' and k.id = read.subject and k.revoked_at is not null
left join access_right r on read.kind = 'RIGHT' and r.root_id = read.subject and r.deleted_at is not null
                            and r.version = read.version
-- Signing out changes an account too, and takes nothing back that a restore would bring.
left join staff s on read.kind = 'STAFF' and s.id = read.subject
                     and (s.deleted_at is not null or s.password_set_at > s.created_at)
order by read.version
