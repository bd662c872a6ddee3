-- $1 purpose  $2 kid  $3 fingerprint
insert into key_fingerprint (purpose, kid, fingerprint)
values ($1, $2, $3)
