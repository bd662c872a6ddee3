-- Takes erased credentials out of the refusals, which stay as refusals of nobody known.
-- $1 text[] only these credentials; null: all whose traces are looked for, $2 int most rows
-- → one row for each
update scan_denial set credential_id = null
where decision_id in (
    select d.decision_id
    from credential c join scan_denial d on d.credential_id = c.id
    where c.traces_until is not null and ($1::text[] is null or c.id = any ($1))
    limit $2
    for update of d skip locked)
returning decision_id
