-- The last of a file of rights: its changes enter the log, and its rights carry their versions. The log is held from here on.
-- $1 uuid[] the rights' ids, $2 text[] their roots, each once, $3 uuid the import, $4 timestamptz now
-- → rights int: how many there are
with changed as materialized (select root, version from record_right_changes($2::text[])),
     given as (update access_right r set version = changed.version
               from changed where r.root_id = changed.root and r.id = any ($1::uuid[]) returning r.id),
     done as (update right_import set state = 'DONE', applied = rights, touched_at = $4 where id = $3)
select count(*)::int as rights from given
