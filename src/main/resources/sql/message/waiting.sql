-- How many wait for an answer. $1 text[] lots → number bigint, oldest timestamptz: since when the first of them does; null: none
select count(*) as number, min(changed_at) as oldest from message where status = 'OPEN' and place_id = any ($1)
