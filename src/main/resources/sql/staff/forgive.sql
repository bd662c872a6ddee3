-- Forgets the tries under a name: the password was right, or is a new one.
-- $1 bytea name_sha256
delete from sign_in_try where name_sha256 = $1
