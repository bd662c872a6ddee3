-- The number of the newest change of a credential.
-- → version bigint
select coalesce(max(version), 0) as version from change where kind = 'CREDENTIAL'
