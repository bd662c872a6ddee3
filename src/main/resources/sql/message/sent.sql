-- One sender after the other, and how much each has sent lately.
-- $1 text         the chain of credentials whose phone sends; null: an attendant of the lot
-- $2 text         the lot
-- $3 timestamptz  since when is lately
-- → sent bigint
select count(*) as sent
from message sent join message_entry entry on entry.message_id = sent.id
where entry.at > $3
  and case when $1::text is null then sent.place_id = $2 and entry.author = 'ATTENDANT'
           else sent.root_id = $1 and entry.author = 'DRIVER' end
