-- Corrects a stay where it still is as it was looked at and no passage is awaited: one that is over, or the time of an open one's
-- entry; no count follows from it.
-- $1 uuid         its id
-- $2 bigint       last_seq as it was looked at
-- $3 text         the new status; null: as it is
-- $4 timestamptz  the new time of the entry; null: as it is
-- $5 timestamptz  the new time of the exit; null: as it is
-- → id; no row: it has changed meanwhile, or would leave before it came
update session
set status = coalesce($3::text, status), entry_time = coalesce($4::timestamptz, entry_time),
    started_at = coalesce($4::timestamptz, started_at), exit_time = coalesce($5::timestamptz, exit_time),
    flags = case when 'CORRECTED' = any (flags) then flags else array_append(flags, 'CORRECTED') end
where id = $1 and last_seq = $2 and (status <> 'ACTIVE' or ($3::text is null and $5::timestamptz is null)) and passage_decision is null and not reopens
  and coalesce(coalesce($4::timestamptz, entry_time) <= coalesce($5::timestamptz, exit_time), true)
returning id
