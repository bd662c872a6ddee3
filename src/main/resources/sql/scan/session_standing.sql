-- Where a session stands. Argument: $1 session id. Result: one row or nothing.
select lot_id, status, entry_decision from session where id = $1
