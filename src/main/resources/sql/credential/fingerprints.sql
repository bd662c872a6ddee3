-- The keys that instances on this database have. Nobody else can add one until the transaction ends.
-- Result: purpose, kid, fingerprint
select purpose, kid, fingerprint
  from key_fingerprint
