-- Tells every instance that alarms of these lots began or ended. Last in its transaction: it holds the change log until the commit.
-- $1 text[] lots, each once, not none
select record_changes('ALARM', $1::text[])
