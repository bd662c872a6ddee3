-- Gives rights that import_versions.sql makes count. The same length each:
-- $1 uuid[] ids, $2 text[] roots, $3 text[] places, $4 text[] types, $5 bigint[] valid from, $6 bigint[] valid until (unix ms or
-- null), $7 text[] recurring (JSON), $8 text[] pools or null, $9 text[] offline policies; $10 text who, $11 text why: for the audit
insert into access_right (id, root_id, place_id, type, valid_from, valid_until, recurring, pool_id, offline_policy, version)
select id, root, place, type, timestamptz 'epoch' + from_ms * interval '1 ms', timestamptz 'epoch' + until_ms * interval '1 ms',
       recurring::jsonb, pool, offline, 0
from acting($10, $11), unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[],
     $9::text[]) as t (id, root, place, type, from_ms, until_ms, recurring, pool, offline)
where acting
