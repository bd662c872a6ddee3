-- Until when a name is locked.
-- $1 bytea name_sha256
-- → locked_until timestamptz or null; no row: nobody has tried
select locked_until from sign_in_try where name_sha256 = $1
