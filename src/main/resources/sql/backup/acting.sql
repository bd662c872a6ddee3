-- Whoever had the machine restored it: for the audit.
-- → one row
select acting(null, 'known from the journal of revocations')
