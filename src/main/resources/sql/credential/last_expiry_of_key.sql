-- When the last code that a key has signed expires.
-- $1 kid
-- Result: one row: expires_at, null when it has signed none
select max(expires_at) as expires_at
  from credential
 where kid = $1
