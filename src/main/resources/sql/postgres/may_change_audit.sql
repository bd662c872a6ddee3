-- Whether this role could change what stands: by a privilege, or because it is the owner and could take the triggers away.
-- → may bool
select has_table_privilege('audit', 'UPDATE, DELETE, TRUNCATE')
       or has_table_privilege('access_event', 'UPDATE, DELETE, TRUNCATE') as may
