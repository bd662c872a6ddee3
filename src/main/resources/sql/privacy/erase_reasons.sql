-- Takes out of the audit what people wrote about these credentials, whose holder is erased. $1 text[] credentials.
-- → rows bigint
select erase_audit_reasons($1) as rows
