-- A key of the key file had come farther by then: a state only ever moves on.
-- ? state, ? purpose, ? kid, ? state
update key_fingerprint set state = ?
where purpose = ? and kid = ?
  and array_position(array['LIVE', 'RETIRED', 'COMPROMISED'], state)
    < array_position(array['LIVE', 'RETIRED', 'COMPROMISED'], ?)
