-- A page of the rights that are given at a place, as the packs of the lanes below have them: those that have not ended, of
-- credentials that are good. Newest first, so that every instance cuts the same where they are too many.
-- $1 text the place, $2 timestamptz now, $3 timestamptz and $4 uuid: created_at and id of the last one given out, $5 int rows
-- → entry text, a JSON object; created_at timestamptz, id uuid
select json_build_object(
           'credentialId', shown.id,
           'class', case shown.type when 'QR_DYNAMIC' then 'D' when 'QR_TOTP' then 'T' else 'S' end,
           'type', given.type,
           'rightId', given.id,
           'validFrom', to_char(given.valid_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           'validUntil', to_char(given.valid_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           'recurring', given.recurring,
           'offlinePolicy', given.offline_policy)::text as entry,
       given.created_at, given.id
from access_right given
join credential shown on shown.root_id = given.root_id and shown.status = 'ACTIVE' and shown.expires_at > $2
where given.place_id = $1 and given.deleted_at is null and (given.valid_until is null or given.valid_until > $2)
  and (given.created_at, given.id) < ($3, $4)
order by given.created_at desc, given.id desc
limit $5
