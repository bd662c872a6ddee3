-- The service's own role may call this, so the function itself, not its caller, says what is old enough: nothing of the last day
-- (RETAIN_AUDIT_DAYS is 0 or at least 1; an hour for an instance's clock), and what tells of an erasure stays for as long as
-- anything may, so that no call hides the one before.
create or replace function erase_audit(written_before timestamptz, most integer) returns bigint
    language plpgsql security definer set search_path = "${flyway:defaultSchema}", pg_temp
as $$
declare
    erased bigint;
begin
    perform erasing('audit');
    delete from audit where id in (
        select id from audit
        where at < least(written_before, clock_timestamp() - interval '23 hours')
          and (action <> 'audit.erased' or at < clock_timestamp() - interval '3650 days')
        order by at limit most for update skip locked);
    get diagnostics erased = row_count;
    perform erasing('');
    if erased > 0 then
        perform record_audit('audit.erased', 'RETENTION', null, null, null, null,
            jsonb_build_object('rows', erased, 'before', written_before));
    end if;
    return erased;
end
$$;
