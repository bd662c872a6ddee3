-- The keys that instances on this database have or had.
-- Result: purpose, kid, fingerprint, state
select purpose, kid, fingerprint, state
  from key_fingerprint
