-- The keys that instances on this database have or had, with the version of the published keys that this makes.
-- Result: purpose, kid, fingerprint, state, version
select purpose, kid, fingerprint, state, version
  from key_fingerprint, key_set
