-- Gives an ACTIVE, unexpired and unclaimed credential another claim token; the one before opens nothing any more.
-- $1 id  $2 claim_sha256  $3 now
-- → id text; no row: there is no such one
update credential set claim_sha256 = $2
where id = $1 and claim_sha256 is not null and claimed_at is null and status = 'ACTIVE' and expires_at > $3
returning id
