-- A page of the credentials whose codes a key has signed, newest first.
-- $1 kid  $2 holder_ref, or null for all holders  $3 created_at and $4 id of the last one shown, null and '' for the first
-- page  $5 rows
-- Result: the columns of PgCredentials.
select id, root_id, type, holder_ref, status, status_index, kid, not_before, expires_at, device_key, claimed_at, replaces,
    revoked_at, revoke_reason, created_at, issuer_place_id, issuer_operator_id
  from credential
 where kid = $1 and ($2::text is null or holder_ref = $2) and (created_at, id) < (coalesce($3::timestamptz, 'infinity'), $4)
 order by created_at desc, id desc
 limit $5
