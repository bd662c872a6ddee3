-- How lots answer.
-- $1 text[]       lots
-- $2 timestamptz  answers from then on count
-- → place_id text, open bigint, oldest timestamptz: since when the first that is open waits, answered bigint,
--   median_s double precision: from a question to its answer; no row for a lot without messages
select told.place_id,
    (select count(*) from message waiting where waiting.place_id = told.place_id and waiting.status = 'OPEN') as open,
    (select min(changed_at) from message waiting where waiting.place_id = told.place_id and waiting.status = 'OPEN') as oldest,
    count(answer.at) as answered,
    percentile_cont(0.5) within group (order by extract(epoch from answer.at - question.at)::double precision) as median_s
from message told
left join message_entry answer on answer.message_id = told.id and answer.author = 'OPERATOR' and answer.at >= $2
left join message_entry question on question.message_id = answer.message_id and question.n = answer.before
where told.place_id = any ($1)
group by told.place_id
