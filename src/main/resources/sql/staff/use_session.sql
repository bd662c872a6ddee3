-- Whose session it is, used now.
-- $1 bytea token_sha256, $2 timestamptz now, $3 int seconds after which one that is not used ends
-- → id, name, role, place_id, operator_id, expires_at, password_until, created_at; no row: unknown, over, or ended
update staff_session s
set used_at = greatest(s.used_at, $2::timestamptz)
from staff
where s.token_sha256 = $1 and staff.id = s.staff_id and staff.deleted_at is null
  and s.expires_at > $2::timestamptz and s.used_at > $2::timestamptz - $3::int * interval '1 s'
returning staff.id, staff.name, staff.role, staff.place_id, staff.operator_id, s.expires_at,
          staff.password_until, staff.created_at
