-- A driver gives a visitor a code for a few hours. What the visitor has is an ordinary credential and an ordinary VISITOR right; this
-- says from whose right it comes. Nothing here names anybody, and a row goes some time after its right is over (room privacy).
create table visitor (
    id            uuid        primary key,                        -- made by the giver's phone
    giver_root    text        not null references credential (id),
    giver_right   uuid        not null references access_right (id),
    place_id      text        not null references place (id),
    credential_id text        not null unique references credential (id),
    right_id      uuid        not null unique references access_right (id),
    created_at    timestamptz not null
);
create index visitor_of_giver on visitor (giver_root, created_at);
create index visitor_of_right on visitor (giver_right);
create index visitor_by_age on visitor (created_at);
create trigger audited after insert on visitor for each row execute function audit_row(
    'VISITOR', 'giver_root', 'giver_right', 'credential_id', 'right_id');

-- What comes from a right ends with it, in the same transaction, whoever ends it. A day back, for clocks that are apart; before that
-- it is over anyway. Null: of all the giver's rights; null: whatever its end.
create function end_visitors(of_root text, of_right uuid, ends_after timestamptz) returns void
    language plpgsql as
$$
declare
    given record;
begin
    for given in
        select visitors.id, visitors.root_id
        from visitor join access_right visitors on visitors.id = visitor.right_id
        where visitor.giver_root = of_root and (of_right is null or visitor.giver_right = of_right)
          and visitors.deleted_at is null and visitors.valid_until > clock_timestamp() - interval '1 day'
          and (ends_after is null or visitors.valid_until > ends_after)
        order by visitors.id
    loop
        update access_right set deleted_at = clock_timestamp(), version = record_change('RIGHT', given.root_id)
        where id = given.id and deleted_at is null;
    end loop;
end
$$;

-- A right that ends, or covers other times, ends all that comes from it; one that is only shortened what would last longer.
create function right_narrowed() returns trigger
    language plpgsql as
$$
begin
    perform end_visitors(new.root_id, new.id,
        case when new.deleted_at is null and new.type = old.type and new.recurring = old.recurring
                  and new.pool_id is not distinct from old.pool_id and new.valid_from is not distinct from old.valid_from
             then new.valid_until end);
    return null;
end
$$;
create trigger ends_visitors after update on access_right for each row
    when (old.deleted_at is null and old.type in ('PERMIT', 'RESERVATION') and (new.deleted_at is not null or new.type <> old.type
          or new.recurring <> old.recurring or new.pool_id is distinct from old.pool_id
          or new.valid_from is distinct from old.valid_from
          or new.valid_until < coalesce(old.valid_until, 'infinity')))
    execute function right_narrowed();

-- A giver whose credential is revoked gives nobody anything any more. One that is replaced goes on as its successor.
create function giver_revoked() returns trigger
    language plpgsql as
$$
begin
    perform end_visitors(new.root_id, null, null);
    return null;
end
$$;
create trigger ends_visitors after update on credential for each row
    when (old.status <> 'REVOKED' and new.status = 'REVOKED') execute function giver_revoked();
