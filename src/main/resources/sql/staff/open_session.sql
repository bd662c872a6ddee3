-- Opens a session for whoever has shown the right password, if that still is it.
-- $1 bytea token_sha256, $2 text staff id, $3 text the hash that was looked at, $4 timestamptz now, $5 timestamptz end
-- → staff_id; no row: deleted, or the password was changed meanwhile
with who as (
    update staff set signed_in_at = $4::timestamptz where id = $2 and deleted_at is null and password_hash = $3 returning id
)
insert into staff_session (token_sha256, staff_id, created_at, used_at, expires_at)
select $1, id, $4::timestamptz, $4::timestamptz, $5::timestamptz from who
returning staff_id
