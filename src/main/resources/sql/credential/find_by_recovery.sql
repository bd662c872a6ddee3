-- The credential that a recovery code is for: of a chain the one that is ACTIVE, else the newest.
-- $1 recovery_sha256
-- Result: the columns of PgCredentials.
select id, root_id, type, holder_ref, status, status_index, kid, not_before, expires_at, device_key, claimed_at, replaces,
    revoked_at, revoke_reason, created_at, issuer_place_id, issuer_operator_id
  from credential
 where recovery_sha256 = $1
 order by (status = 'ACTIVE') desc, created_at desc, id desc
 limit 1
