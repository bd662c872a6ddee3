-- A lot whose lanes sent heartbeats and stopped is another thing than one where nobody came: what tells them apart is kept too.
alter table lot_heard add column beat_at timestamptz; -- the last heartbeat of one of its lanes; null: they sent none

-- Who runs a lot hears of a question at whichever instance they look.
alter table change drop constraint change_kind_check;
alter table change add constraint change_kind_check
    check (kind in ('PLACE', 'LANE', 'POOL', 'KEY', 'CREDENTIAL', 'RIGHT', 'TOTP', 'STAFF', 'MESSAGE'));

create function message_changed() returns trigger language plpgsql as
$$
begin
    perform record_change('MESSAGE', new.place_id);
    return null;
end
$$;

-- At the commit: the change log is held from there on.
create constraint trigger told after insert or update of entries on message deferrable initially deferred
    for each row execute function message_changed();
