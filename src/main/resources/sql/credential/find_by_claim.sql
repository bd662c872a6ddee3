-- $1 claim_sha256
-- Result: the columns of PgCredentials.
select id, root_id, type, holder_ref, status, status_index, kid, not_before, expires_at, device_key, claimed_at, replaces,
    revoked_at, revoke_reason, created_at, issuer_place_id, issuer_operator_id
  from credential
 where claim_sha256 = $1
