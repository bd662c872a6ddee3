-- Tells the change log of a right; from here on nobody else changes any until the transaction's end. For the audit it is nobody's:
-- a phone signed it.
-- $1 text  the root of the right. → version bigint
select record_change('RIGHT', $1) as version from acting(null, null)
