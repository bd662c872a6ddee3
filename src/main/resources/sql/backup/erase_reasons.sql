-- Takes out of the audit what people wrote about an erased credential. ? id
select erase_audit_reasons(array[?])
