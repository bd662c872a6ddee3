-- Deletes answered messages to which nothing was added for long. An open one waits for its answer.
-- $1 timestamptz  before which nothing was added
-- $2 int          most rows
-- → one row for each
delete from message
where id in (select id from message where status = 'ANSWERED' and changed_at < $1 limit $2 for update skip locked)
returning id
