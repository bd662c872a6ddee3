-- A credential, with all that were issued in place of one another.
-- $1 text  any of them
-- $2 text[]  places that the caller reaches; null: all
-- → id text, type text, status text, expires_at timestamptz, asked boolean: this is the one, reached boolean: it has a right at one
--   of the places; no row: nobody's
select c.id, c.type, c.status, c.expires_at, c.id = one.id as asked,
       $2::text[] is null or exists (
           select from access_right r where r.root_id = one.root_id and r.deleted_at is null and r.place_id = any ($2::text[])) as reached
from credential one join credential c on c.root_id = one.root_id
where one.id = $1
order by c.created_at desc, c.id desc
limit 100
