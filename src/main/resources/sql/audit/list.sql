-- What was done, newest first.
-- $1 timestamptz, $2 uuid  at and id of the last one already given out; null: from the newest on
-- $3 int   most rows
-- $4 text  only this action; null: any
-- → id uuid, at timestamptz, action text, subject_kind text, subject_id text, place_id text, key_id text, reason text,
--   details jsonb
select id, at, action, subject_kind, subject_id, place_id, key_id, reason, details
from audit
where ($1::timestamptz is null or (at, id) < ($1, $2::uuid)) and ($4::text is null or action = $4)
order by at desc, id desc
limit $3
