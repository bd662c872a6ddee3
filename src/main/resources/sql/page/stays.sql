-- The stays that a chain of credentials began, newest first.
-- $1 text  the chain's root
-- $2 int   most rows
-- → id uuid, lot_id text, name text, status text, started_at timestamptz, exit_time timestamptz
select stay.id, stay.lot_id, place.name, stay.status, stay.started_at, stay.exit_time
from session stay
join place on place.id = stay.lot_id
where stay.credential_id in (select id from credential where root_id = $1)
order by stay.started_at desc, stay.id desc
limit $2
