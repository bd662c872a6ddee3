-- Messages: those that are open with who waits longest first, all others with the newest change first.
-- $1 text[]       lots; null: all
-- $2 text         status; null: both
-- $3 timestamptz  changed_at of the last one shown; null: from the start
-- $4 uuid         its id
-- $5 uuid         only this message; null: all
-- $6 text         only of this chain of credentials; null: all
-- $7 int          most rows
-- → the message's columns, name text of the lot, told jsonb: its entries, oldest first
select message.*, place.name,
    (select jsonb_agg(jsonb_build_object('by', entry.author, 'at', entry.at, 'text', entry.text, 'outcome', entry.outcome) order by entry.n)
     from message_entry entry where entry.message_id = message.id) as told
from message join place on place.id = message.place_id
where ($1::text[] is null or message.place_id = any ($1))
  and ($2::text is null or message.status = $2)
  and ($3::timestamptz is null
       or case when $2::text = 'OPEN' then (message.changed_at, message.id) > ($3, $4::uuid)
               else (message.changed_at, message.id) < ($3, $4::uuid) end)
  and ($5::uuid is null or message.id = $5)
  and ($6::text is null or message.root_id = $6)
order by case when $2::text = 'OPEN' then message.changed_at end,
         case when $2::text = 'OPEN' then message.id end,
         message.changed_at desc, message.id desc
limit $7
