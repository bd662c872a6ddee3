-- That a lot exists is checked where its head is made (lot_head references place), and both tables are only ever written
-- through that head, in one statement. Checked again for each event and each session it was a tenth of a commit's work, and
-- every batch wrote into the rows of its lots' places to lock them.
alter table access_event drop constraint access_event_lot_id_fkey;
alter table session drop constraint session_lot_id_fkey;
