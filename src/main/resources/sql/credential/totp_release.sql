-- Releases a class T credential: it is not locked, and no wrong value of before counts.
-- $1 credential id  $2 who  $3 why or null: for the audit
-- Result: the columns of PgTotpNotes; told: its version in the change log.
insert into totp_note as note (credential_id, releases)
select $1, 1 from acting($2, $3)
on conflict (credential_id) do update set wrong_at = '{}', locked_until = null, releases = note.releases + 1
returning credential_id, drift_steps, locked_until, releases, record_change('TOTP', credential_id) as told
