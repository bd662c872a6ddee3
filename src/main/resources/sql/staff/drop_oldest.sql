-- Ends a person's oldest sessions beyond a bound.
-- $1 text staff id, $2 int how many may stand
delete from staff_session where token_sha256 in (
    select token_sha256 from staff_session where staff_id = $1 order by created_at desc, token_sha256 offset $2)
