-- Stores a new key of a lane, which the transaction has locked.
-- $1 text id, $2 bytea secret_sha256, $3 text lane_id, $4 text label or null, $5 timestamptz expires_at or null,
-- $6 timestamptz now, $7 int most active keys, $8 text who, $9 text why or null: for the audit
-- → id; no row: the lane has that many already
insert into access_key (id, kind, secret_sha256, lane_id, label, expires_at)
select $1, 'lane', $2, $3, $4, $5::timestamptz
from acting($8, $9)
where (select count(*) from access_key
       where lane_id = $3 and revoked_at is null and (expires_at is null or expires_at > $6)) < $7
returning id
