-- Enters a key, or how far it has come: a state only ever moves on.
-- $1 purpose  $2 kid  $3 fingerprint  $4 state
insert into key_fingerprint (purpose, kid, fingerprint, state)
values ($1, $2, $3, $4)
on conflict (purpose, kid) do update
   set state = excluded.state
 where key_fingerprint.fingerprint = excluded.fingerprint
   and array_position(array['LIVE', 'RETIRED', 'COMPROMISED'], key_fingerprint.state)
     < array_position(array['LIVE', 'RETIRED', 'COMPROMISED'], excluded.state)
