-- Ends all sessions of a person.
-- $1 text staff id
delete from staff_session where staff_id = $1
