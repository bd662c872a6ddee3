-- Takes out what was written in the messages of these chains of credentials, and whose they were. $1 text[] roots, $2 timestamptz now.
-- That they were sent and answered stays; an open one still waits for its answer. → no row
with theirs as (select id from message where root_id = any ($1)),
     texts as (update message_entry set text = null, erased_at = $2
               where message_id in (select id from theirs) and erased_at is null)
update message set root_id = null where id in (select id from theirs)
