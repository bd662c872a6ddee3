-- $1 credential ids
-- Result: the columns of PgTotpNotes.
select credential_id, drift_steps, locked_until, releases
  from totp_note
 where credential_id = any ($1)
