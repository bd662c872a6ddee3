-- How many rights the packs of a lot would have. $1 text[] the lot and all that it lies in, $2 timestamptz now → rights bigint
select count(*) as rights
from access_right given
join credential shown on shown.root_id = given.root_id and shown.status = 'ACTIVE' and shown.expires_at > $2
where given.place_id = any ($1) and given.deleted_at is null and (given.valid_until is null or given.valid_until > $2)
