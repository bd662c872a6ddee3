-- Cuts the closed sessions of erased credentials loose from them; the stays themselves are the operator's books. An open one
-- keeps its credential until its car is out. One that was closed softly counts as open until the traces are given up.
-- $1 text[] only these credentials; null: all whose traces are looked for, $2 int most rows, $3 timestamptz now
-- → one row for each
update session
set credential_id = null, root_id = null, right_id = null, exit_credential = null, plate = null, reopens = false,
    flags = case when 'HOLDER_ERASED' = any (flags) then flags else flags || 'HOLDER_ERASED'::text end
where id in (
    select s.id
    from session s
    where s.id in (
        select own.id from credential c join session own on own.credential_id = c.id
        where c.traces_until is not null and ($1::text[] is null or c.id = any ($1))
          and own.status <> 'ACTIVE' and own.passage_decision is null and (not own.reopens or c.traces_until < $3)
        union all
        select out.id from credential c join session out on out.exit_credential = c.id and out.credential_id is null
        where c.traces_until is not null and ($1::text[] is null or c.id = any ($1))
          and out.status <> 'ACTIVE' and out.passage_decision is null
        limit $2)
    for update of s skip locked)
returning id
