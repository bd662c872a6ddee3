-- Revokes a credential. No row when there is no ACTIVE one of this id.
-- $1 id  $2 reason or null  $3 now  $4 who: for the audit
-- Result: the columns of PgCredentials; told: its version in the change log.
update credential
   set status = 'REVOKED', revoke_reason = $2, revoked_at = $3
  from acting($4, $2)
 where id = $1 and status = 'ACTIVE'
returning id, root_id, type, holder_ref, status, status_index, kid, not_before, expires_at, device_key, claimed_at, replaces,
    revoked_at, revoke_reason, created_at, issuer_place_id, issuer_operator_id,
    record_change('CREDENTIAL', id) as told
