-- Where the change log stands.
-- → version bigint, oldest bigint: the lowest that is still there, 0 when there is none
select version, (select coalesce(min(version), 0) from change) as oldest from change_head
