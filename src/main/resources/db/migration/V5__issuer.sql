-- Under what a credential was issued: what the issuing key was bound to, a place or an operator. Neither: an admin's, the
-- service's own, as all were before. Whoever has a key within that binding may deal with the credential.
alter table credential
    add column issuer_place_id    text references place (id),
    add column issuer_operator_id text,
    add constraint credential_one_issuer check (issuer_place_id is null or issuer_operator_id is null);

-- Lists of a key: each place and operator within its binding gives its newest ones, and nobody else's are read.
create index credential_by_issuer_place on credential (issuer_place_id, created_at desc, id desc)
    where issuer_place_id is not null;
create index credential_by_issuer_operator on credential (issuer_operator_id, created_at desc, id desc)
    where issuer_operator_id is not null;
-- A holder's reference is the issuer's own word: two issuers may both have a "guest".
create index credential_by_issuer_place_holder on credential (issuer_place_id, holder_ref, created_at desc, id desc)
    where issuer_place_id is not null and holder_ref is not null;
create index credential_by_issuer_operator_holder on credential (issuer_operator_id, holder_ref, created_at desc, id desc)
    where issuer_operator_id is not null and holder_ref is not null;
