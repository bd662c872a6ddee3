-- Waits for whoever else sends under this name. $1 text the name. → one row
select pg_advisory_xact_lock(hashtextextended('message ' || $1, 0))
