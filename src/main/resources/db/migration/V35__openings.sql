-- What people opened by hand is shown live beside the scans: their newest of a lot, from an index.
create index access_event_opened on access_event (lot_id, received_time desc, seq desc) where detail like '%pass=MANUAL_OPEN%';
