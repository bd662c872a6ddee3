-- The highest bit of the status list that was ever given; 0 when none was.
-- Result: one row: status_index
select coalesce(max(status_index), 0) as status_index
  from credential
