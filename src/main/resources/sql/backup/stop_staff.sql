-- An account whose password was set since waits for a new first one: whoever knows the old one must not come in with it.
-- ? when, twice: password_set_at, password_until, ? id, ? the time of the password that it had last, microseconds
update staff set password_set_at = ?, password_until = ?
where id = ? and deleted_at is null and (extract(epoch from password_set_at) * 1000000)::bigint < ?
