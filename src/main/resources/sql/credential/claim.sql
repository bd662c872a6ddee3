-- Binds a dynamic credential to a phone's key, once. No row when the token opens none.
-- $1 claim_sha256  $2 device_key: P-256, compressed  $3 kid that signs its code  $4 now  $5 recovery_sha256 or null
-- For the audit it is nobody's: the token was the right to.
-- Fails on credential_recovery_key where another ACTIVE credential has that recovery code.
-- Result: the columns of PgCredentials.
update credential
   set device_key = $2, kid = $3, claimed_at = $4, recovery_sha256 = $5
 where claim_sha256 = $1 and claimed_at is null and status = 'ACTIVE' and expires_at > $4
returning id, root_id, type, holder_ref, status, status_index, kid, not_before, expires_at, device_key, claimed_at, replaces,
    revoked_at, revoke_reason, created_at, issuer_place_id, issuer_operator_id
