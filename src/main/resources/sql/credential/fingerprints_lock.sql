-- Keeps two first starts from each entering the keys of a file of its own: until the end of the transaction.
-- → one row
select pg_advisory_xact_lock(7233, 3)
