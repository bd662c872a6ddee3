-- What a driver has written down for the day on which the phone is lost: of the recovery code only the hash. It comes with a claim
-- and is good until the next one; a credential that is re-issued hands it to its successor until that is claimed.
alter table credential add column recovery_sha256 bytea check (octet_length(recovery_sha256) = 32);
create index credential_by_recovery on credential (recovery_sha256) where recovery_sha256 is not null;
create unique index credential_recovery_key on credential (recovery_sha256) where recovery_sha256 is not null and status = 'ACTIVE';
