-- A page of the class T credentials whose keys follow from a TOTP master, newest first; none where the kid is no master's.
-- Of a master that was lost it names those too that were issued in the minutes that its successor's epoch reached back, and until
-- every instance had seen it (4 s): their codes begin up to 5 minutes after that epoch (KeyChanges), and their keys have changed.
-- $1 kid  $2 holder_ref, or null for all holders  $3 created_at and $4 id of the last one shown, null and '' for the first
-- page  $5 rows
-- Result: the columns of PgCredentials.
with epoch as materialized (
    select kid, state, starts, lead(starts) over (order by starts) as ends
      from (select kid, state, to_timestamp(coalesce(nullif(split_part(purpose, '-', 2), '')::bigint, 0)) as starts
              from key_fingerprint
             where purpose ~ '^totp(-[0-9]+)?$') as master
), asked as materialized (
    select starts, coalesce(ends + case state when 'COMPROMISED' then interval '5 minutes 5 seconds' else interval '0' end, 'infinity') as ends
      from epoch
     where kid = $1
)
select id, root_id, type, holder_ref, status, status_index, kid, not_before, expires_at, device_key, claimed_at, replaces,
    revoked_at, revoke_reason, created_at, issuer_place_id, issuer_operator_id
  from credential
 where exists (select from asked)
   and type = 'QR_TOTP' and not_before >= (select starts from asked) and not_before < (select ends from asked)
   and ($2::text is null or holder_ref = $2) and (created_at, id) < (coalesce($3::timestamptz, 'infinity'), $4)
 order by created_at desc, id desc
 limit $5
