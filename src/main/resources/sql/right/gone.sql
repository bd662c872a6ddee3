-- Up to which version the change log has been cut off; 0: it is whole.
-- → version bigint
select coalesce(min(version), 1) - 1 as version from change
