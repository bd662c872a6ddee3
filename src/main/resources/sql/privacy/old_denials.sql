-- Deletes refusals that were received before a moment.
-- $1 timestamptz  the moment
-- $2 int          most rows
-- → one row for each
delete from scan_denial
where decision_id in (
    select decision_id from scan_denial where received_time < $1 limit $2 for update skip locked)
returning decision_id
