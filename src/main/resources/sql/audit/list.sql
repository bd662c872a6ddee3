-- What was done, newest first.
-- $1 timestamptz, $2 uuid  at and id of the last one already given out; null: from the newest on
-- $3 int   most rows
-- $4 text action, $5 text subject_id, $6 text place_id, $7 text key_id  only these; null: any
-- $8 timestamptz from, $9 timestamptz to  written from the one on and before the other; null: any
-- → id uuid, at timestamptz, action text, subject_kind text, subject_id text, place_id text, key_id text, reason text,
--   details jsonb, staff_name text or null: of the person who did it
select audit.*, staff.name as staff_name
from audit left join staff on staff.id = audit.key_id
where ($1::timestamptz is null or (at, audit.id) < ($1, $2::uuid)) and ($4::text is null or action = $4)
  and ($5::text is null or subject_id = $5) and ($6::text is null or audit.place_id = $6) and ($7::text is null or key_id = $7)
  and ($8::timestamptz is null or at >= $8) and ($9::timestamptz is null or at < $9)
order by at desc, audit.id desc
limit $3
