-- What a scan needs to know of one credential at one lot, of one moment.
-- $1 text credential, $2 text[] the lot and all that it lies in, $3 timestamptz now, $4 int most rights
-- → head bigint, the change log's version; root_id text, null: no such credential; and for each right, those that have
--   not ended first, of these the STAFF rights: id uuid (null: none), type text, valid_from, valid_until timestamptz, recurring jsonb, pool_id text
select change_head.version as head, credential.root_id,
       given.id, given.type, given.valid_from, given.valid_until, given.recurring, given.pool_id
from change_head
left join credential on credential.id = $1
left join lateral (select id, type, valid_from, valid_until, recurring, pool_id
                   from access_right
                   where access_right.root_id = credential.root_id and place_id = any ($2) and deleted_at is null
                   -- STAFF first: it opens lots that are closed to the others, and the first right that counts is taken.
                   order by coalesce(valid_until <= $3, false), type <> 'STAFF', valid_from nulls first, id
                   limit $4) given on true
