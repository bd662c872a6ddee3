-- The newest changes to rights and credentials.
-- $1 int   most rows
-- → subject text, version bigint; newest first
select subject, version from change where kind in ('RIGHT', 'CREDENTIAL') order by version desc limit $1
