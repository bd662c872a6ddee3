-- The newest version of the change log.
-- → version bigint
select version from change_head
