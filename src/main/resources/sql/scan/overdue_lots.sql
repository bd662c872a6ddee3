-- Lots with passages that should have been reported or have expired by now.
-- Argument: $1 unix ms. Result: lot_id, at most 100.
select distinct lot_id from session
where passage_decision is not null and passage_deadline < timestamptz 'epoch' + $1 * interval '1 ms'
limit 100
