-- Issues a credential. Nobody keeps a copy of one that is simply ACTIVE, so the change log is not told.
-- $1 id  $2 type  $3 holder_ref or null  $4 expires_at  $5 shards past the newest (0, 1)  $6 bit in the shard
-- $7 kid or null  $8 not_before  $9 claim_sha256 or null  $10 issuer_place_id or null  $11 issuer_operator_id or null
-- $12 who  $13 why or null: for the audit
-- Fails on credential_status_index_key when the bit is taken.
-- Result: the columns of PgCredentials.
insert into credential
    (id, root_id, type, holder_ref, expires_at, status_index, kid, not_before, claim_sha256, issuer_place_id, issuer_operator_id)
select $1, $1, $2, $3, $4::timestamptz,
        (((coalesce((select max(status_index) from credential), 0) >> 20) + $5::bigint) << 20) + $6::bigint,
        $7, $8::timestamptz, $9::bytea, $10, $11
  from acting($12, $13)
returning id, root_id, type, holder_ref, status, status_index, kid, not_before, expires_at, device_key, claimed_at, replaces,
    revoked_at, revoke_reason, created_at, issuer_place_id, issuer_operator_id
