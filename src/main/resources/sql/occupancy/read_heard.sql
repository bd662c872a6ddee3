-- When lots were last heard.
-- $1 timestamptz  those that were, at this moment or later
-- → lot_id text, heard_at timestamptz, beat_at timestamptz: null, its lanes sent no heartbeat
select lot_id, heard_at, beat_at from lot_heard where heard_at >= $1
