-- Forgets what lanes have taught of class T credentials. $1 text[] credentials. → no row
delete from totp_note where credential_id = any ($1)
