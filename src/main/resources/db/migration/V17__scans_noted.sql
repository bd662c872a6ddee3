-- What a lane let through by itself and the lot only noted stands in the list of scans too.
create index access_event_noted on access_event (lot_id, received_time desc, decision_id desc)
    where kind = 'PASSED' and 'OFFLINE' = any (flags) and erased_at is null;
