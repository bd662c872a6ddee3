-- The restore itself, for the audit. ? why, ? details
select record_audit('service.restored', 'SERVICE', null, null, null, ?, ?::jsonb)
