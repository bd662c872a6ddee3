-- Deletes accounts that were deleted before a moment, and with them the names that the audit's readers were told.
-- $1 timestamptz  the moment
-- $2 int          most rows
delete from staff
where id in (select id from staff where deleted_at < $1 order by deleted_at limit $2 for update skip locked)
