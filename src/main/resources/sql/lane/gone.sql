-- These connections have ended. A lane that has another one since is left alone.
-- $1 text[] lanes, each once, in order, $2 uuid[] their connections
update lane_heard set connection = null, connected_until = null
from unnest($1::text[], $2::uuid[]) as gone (lane_id, connection)
where lane_heard.lane_id = gone.lane_id and lane_heard.connection = gone.connection
