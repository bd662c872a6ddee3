-- Which of these keys of a lot are recorded.
-- Arguments: $1 lot id, $2 keys. Result: key.
select key from access_event where lot_id = $1 and key = any ($2::text[])
