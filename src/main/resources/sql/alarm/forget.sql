-- Forgets alarms that are long over, so many at most.
-- $1 timestamptz  closed before this moment
delete from alarm where id in (select id from alarm where cleared_at < $1 order by cleared_at limit 10000)
