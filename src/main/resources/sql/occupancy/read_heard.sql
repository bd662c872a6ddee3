-- The lots that are not silent.
-- $1 timestamptz  heard at this moment or later
-- → lot_id text, heard_at timestamptz
select lot_id, heard_at from lot_heard where heard_at >= $1
