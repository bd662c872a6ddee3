-- A holder's messages, newest first, with what was written.
-- $1 text holder_ref, $2 timestamptz and $3 uuid: opened_at and id of the last one given out, null: none, $4 int most rows,
-- $5 text and $6 text: place and operator under which their credentials were issued, both null: by an admin's key
-- → id, place_id, decision_id, session_id, status, opened_at, told jsonb
select id, place_id, decision_id, session_id, status, opened_at,
    (select jsonb_agg(jsonb_build_object('by', entry.author, 'at', entry.at, 'text', entry.text, 'outcome', entry.outcome) order by entry.n)
     from message_entry entry where entry.message_id = message.id) as told
from message
where root_id in (select root_id from credential
                  where holder_ref = $1 and issuer_place_id is not distinct from $5 and issuer_operator_id is not distinct from $6)
  and ($2::timestamptz is null or (opened_at, id) < ($2, $3::uuid))
order by opened_at desc, id desc
limit $4
