-- One instance at a time erases: the lock ends with the transaction.
-- → mine bool
select pg_try_advisory_xact_lock(7233, 1) as mine
