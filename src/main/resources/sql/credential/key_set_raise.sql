-- Raises the version of the published keys.
update key_set set version = greatest(version + 1, extract(epoch from clock_timestamp())::bigint)
