-- What an instance that starts has to know: whose phone is off, and who is locked out.
-- $1 now  $2 rows
-- Result: the columns of PgTotpNotes.
select credential_id, drift_steps, locked_until, releases
  from totp_note
 where (drift_steps <> 0 or locked_until is not null) and (drift_steps <> 0 or locked_until > $1)
 order by locked_until desc nulls last
 limit $2
