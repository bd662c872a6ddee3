-- A new message.
-- $1 uuid id, $2 text lot, $3 text root of the credential that it is about or null, $4 uuid decision or null,
-- $5 uuid session or null, $6 text reason or null,
-- $7 text lane or null, $8 text direction or null, $9 timestamptz decided_at, $10 timestamptz now
-- → one row; none where this id or a message about this is there
insert into message (id, place_id, root_id, decision_id, session_id, reason, lane_id, direction, decided_at, entries, opened_at, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10)
on conflict do nothing
returning id
