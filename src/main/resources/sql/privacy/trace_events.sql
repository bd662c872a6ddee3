-- Takes erased credentials out of the lots' histories: as old_events.sql, but what was received since a moment stays for the
-- next round, since a lane may still repeat the scan or report the passage.
-- $1 text[] only these credentials; null: all whose traces are looked for, $2 int most rows, $3 timestamptz now,
-- $4 timestamptz the moment
-- → rows bigint
select erase_events($4, $2, $3, true, $1) as rows
