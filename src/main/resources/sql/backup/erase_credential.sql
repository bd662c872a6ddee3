-- Erases a holder again, as privacy/erase_credentials.sql and what follows it do; the traces in sessions, events and refusals
-- are taken out by the next rounds of retention.
-- ? id, ? now, ? until when traces are looked for
with given as (select ?::text as id, ?::timestamptz as now, ?::timestamptz as until),
     notes as (delete from totp_note using given where credential_id = given.id),
     plates as (update session set plate = null from given where credential_id = given.id and plate is not null),
     rights as (update access_right set deleted_at = given.now
                from given join credential on credential.id = given.id
                where access_right.root_id = credential.root_id and deleted_at is null)
update credential
set holder_ref = null, device_key = null, claim_sha256 = null, recovery_sha256 = null, claimed_at = null, revoke_reason = null,
    erased_at = given.now, traces_until = given.until
from given
where credential.id = given.id
