-- How full the pool was for which somebody was refused (POOL_FULL), as it was answered.
alter table scan_denial
    add column pool_taken  integer,
    add column pool_spaces integer;
