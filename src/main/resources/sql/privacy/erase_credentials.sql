-- Erases a holder from credentials and locks them: they open no entry any more, and nothing at them says whose they were. The
-- row stays, since its bit in the status list has to stand until the code has expired.
-- $1 text holder_ref, $2 timestamptz now, $3 timestamptz until when their traces are looked for, $4 int most rows,
-- $5 text and $6 text: place and operator under which their credentials were issued, both null: by an admin's key
-- → id text, root_id text
update credential
set status = case when status = 'ACTIVE' then 'REVOKED' else status end,
    revoked_at = case when status = 'ACTIVE' then $2 else revoked_at end,
    revoke_reason = null, holder_ref = null, device_key = null, claim_sha256 = null, recovery_sha256 = null, claimed_at = null,
    erased_at = $2, traces_until = $3
where id in (select id from credential
             where holder_ref = $1 and issuer_place_id is not distinct from $5 and issuer_operator_id is not distinct from $6
             order by id limit $4 for update)
returning id, root_id
