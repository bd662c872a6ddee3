-- When the last class T code of an epoch expires.
-- $1 first moment of the epoch  $2 first moment of the next one
-- Result: one row: expires_at, null when there is none
select max(expires_at) as expires_at
  from credential
 where type = 'QR_TOTP' and not_before >= $1 and not_before < $2
