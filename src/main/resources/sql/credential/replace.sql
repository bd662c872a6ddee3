-- Re-issues a credential: the old one is REPLACED and its successor is there, or neither. The root goes over, and with it
-- rights and sessions; so do the issuer and, until it is claimed, the recovery code. No row when there is no ACTIVE credential of this id.
-- $1 id of the old  $2 id of the new  $3 shards past the newest (0, 1)  $4 bit in the shard  $5 kid or null
-- $6 not_before  $7 claim_sha256 or null  $8 who  $9 why or null: for the audit
-- Fails on credential_status_index_key when the bit is taken.
-- Result: the columns of PgCredentials for the new one; told_old, told_new: their versions in the change log.
with old as (
    update credential set status = 'REPLACED' from acting($8, $9) where id = $1 and status = 'ACTIVE' returning credential.*
), made as (
    insert into credential
        (id, root_id, type, holder_ref, expires_at, status_index, kid, not_before, claim_sha256, recovery_sha256, replaces,
         issuer_place_id, issuer_operator_id)
    select $2::text, root_id, type, holder_ref, expires_at,
           (((coalesce((select max(status_index) from credential), 0) >> 20) + $3::bigint) << 20) + $4::bigint,
           $5::text, $6::timestamptz, $7::bytea, recovery_sha256, id,
           issuer_place_id, issuer_operator_id
      from old
    returning *
)
select id, root_id, type, holder_ref, status, status_index, kid, not_before, expires_at, device_key, claimed_at, replaces,
    revoked_at, revoke_reason, created_at, issuer_place_id, issuer_operator_id,
    record_change('CREDENTIAL', replaces) as told_old, record_change('CREDENTIAL', id) as told_new
  from made
