-- Where a place is, WGS 84 in decimal degrees; of a lot, its way in. Drivers' pages say by it what is near, and lead there.
alter table place add column latitude double precision check (latitude between -90 and 90);
alter table place add column longitude double precision check (longitude between -180 and 180);
alter table place add constraint place_location_whole check ((latitude is null) = (longitude is null));

drop trigger audited on place;
create trigger audited after insert or update or delete on place for each row execute function audit_row(
    'PLACE', 'type', 'parent_id', 'name', 'time_zone', 'capacity', 'status', 'passback', 'min_assurance', 'admit_transients',
    'no_open_session', 'revoked_exit', 'full_policy', 'passage_timeout_s', 'operator_id', 'is_public', 'stale_pack', 'latitude',
    'longitude');
