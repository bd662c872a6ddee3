-- How many alarms are open.
-- → kind text, open bigint
select kind, count(*) as open from alarm where cleared_at is null group by kind
