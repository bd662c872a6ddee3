-- A page of a holder's credentials, newest first.
-- $1 holder_ref  $2 created_at and $3 id of the last one shown, null and '' for the first page  $4 rows
-- Result: the columns of PgCredentials.
select id, root_id, type, holder_ref, status, status_index, kid, not_before, expires_at, device_key, claimed_at, replaces,
    revoked_at, revoke_reason, created_at, issuer_place_id, issuer_operator_id
  from credential
 where holder_ref = $1 and (created_at, id) < (coalesce($2::timestamptz, 'infinity'), $3)
 order by created_at desc, id desc
 limit $4
