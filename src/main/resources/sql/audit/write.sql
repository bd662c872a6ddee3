-- What was done, for the record.
-- $1 uuid id, $2 timestamptz at, $3 text action, $4 text subject_kind or null, $5 text subject_id or null,
-- $6 text place_id or null, $7 text key_id or null: the service itself, $8 text reason or null, $9 jsonb details
-- → no row
insert into audit (id, at, action, subject_kind, subject_id, place_id, key_id, reason, details)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
