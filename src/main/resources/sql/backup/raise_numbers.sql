-- Numbers that somebody outside may have seen never come twice: epochs of lots (a Redis that kept an old picture is behind),
-- versions of changes (entity tags, copies of rights and places), the version of the published keys.
-- → the version of the change log
with epochs as (update lot_head set epoch = epoch + 1000000),
     keys as (update key_set set version = greatest(version + 1, extract(epoch from clock_timestamp())::bigint)),
     gone as (delete from change)
update change_head set version = version + 1000000000
returning version
