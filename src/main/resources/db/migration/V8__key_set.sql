-- The version of the published keys: whoever has seen a higher one refuses a lower. It rises with every key that is entered or
-- moves on, in the same transaction. Unix seconds where that is more, so that it does not fall behind in a restored database.
create table key_set (
    one     boolean primary key default true check (one),
    version bigint  not null
);
insert into key_set (version) values (extract(epoch from clock_timestamp())::bigint);
