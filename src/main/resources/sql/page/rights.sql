-- Where the holder of a chain of credentials may park, now or later; what ends first comes first.
-- $1 text         the chain's root
-- $2 timestamptz  now
-- $3 int          most rows
-- → place_id text, name text, type text, valid_from timestamptz, valid_until timestamptz, recurring jsonb
select place.id as place_id, place.name, held.type, held.valid_from, held.valid_until, held.recurring
from access_right held
join place on place.id = held.place_id
where held.root_id = $1 and held.deleted_at is null and (held.valid_until is null or held.valid_until > $2)
order by held.valid_until nulls last, held.id
limit $3
