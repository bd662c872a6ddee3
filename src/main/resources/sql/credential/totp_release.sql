-- Releases a class T credential: it is not locked, and no wrong value of before counts.
-- $1 credential id
-- Result: the columns of PgTotpNotes; told: its version in the change log.
insert into totp_note as note (credential_id, releases)
values ($1, 1)
on conflict (credential_id) do update set wrong_at = '{}', locked_until = null, releases = note.releases + 1
returning credential_id, drift_steps, locked_until, releases, record_change('TOTP', credential_id) as told
