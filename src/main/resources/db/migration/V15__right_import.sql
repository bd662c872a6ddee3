-- Files of rights: what became of each. Its rights are given in one transaction, which also says DONE; so a job that still says
-- APPLYING though nobody has touched it for a while has given none.
create table right_import (
    id          uuid primary key,
    key_id      text        not null, -- public part of the access key that sent it
    state       text        not null check (state in ('APPLYING', 'DONE', 'REFUSED', 'FAILED')),
    rights      integer     not null check (rights >= 0),
    applied     integer     not null default 0, -- written so far; visible to nobody before DONE
    errors      jsonb       not null default '[]', -- [{"line":3,"field":"type","detail":"…"}], bounded
    error_count integer     not null default 0,
    created_at  timestamptz not null,
    touched_at  timestamptz not null
);
create index right_import_by_age on right_import (created_at);

-- The same as record_change('RIGHT', …) for many roots at once: the change log is held for one statement, not for one each.
create function record_right_changes(roots text[]) returns table (root text, version bigint)
    language plpgsql as
$$
declare
    before bigint;
    many   bigint := cardinality(roots);
begin
    update change_head set version = change_head.version + many returning change_head.version - many into before;
    insert into change (version, kind, subject)
    select before + n, 'RIGHT', subject from unnest(roots) with ordinality as t (subject, n);
    perform pg_notify('parkgate_change', (before + many)::text);
    return query select subject, before + n from unnest(roots) with ordinality as t (subject, n);
end
$$;
