-- Notes by how much a class T credential's phone is off, and tells the change log.
-- $1 credential id  $2 steps
-- Result: the columns of PgTotpNotes; told: its version in the change log. No row when it was known.
insert into totp_note as note (credential_id, drift_steps)
values ($1, $2)
on conflict (credential_id) do update set drift_steps = excluded.drift_steps
 where note.drift_steps <> excluded.drift_steps
returning credential_id, drift_steps, locked_until, releases, record_change('TOTP', credential_id) as told
