-- Where a credential, or another of its chain, holds a right.
-- $1 root_id
-- Result: place_id, each once
select distinct place_id
  from access_right
 where root_id = $1 and deleted_at is null
