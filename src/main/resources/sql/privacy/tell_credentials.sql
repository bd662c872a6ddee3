-- Tells the change log of these credentials. Last in its transaction. $1 text[] credentials. → one row for each
select record_change('CREDENTIAL', id) as version from unnest($1::text[]) as told (id)
