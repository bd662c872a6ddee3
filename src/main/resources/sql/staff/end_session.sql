-- Ends one session.
-- $1 bytea token_sha256
-- → staff_id; no row: it was ended before
delete from staff_session where token_sha256 = $1 returning staff_id
