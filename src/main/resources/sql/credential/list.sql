-- A page of all credentials, newest first.
-- $1 created_at and $2 id of the last one shown, null and '' for the first page  $3 rows
-- Result: the columns of PgCredentials.
select id, root_id, type, holder_ref, status, status_index, kid, not_before, expires_at, device_key, claimed_at, replaces,
    revoked_at, revoke_reason, created_at, issuer_place_id, issuer_operator_id
  from credential
 where (created_at, id) < (coalesce($1::timestamptz, 'infinity'), $2)
 order by created_at desc, id desc
 limit $3
