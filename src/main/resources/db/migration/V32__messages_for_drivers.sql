-- A message belongs to the driver whom it is about, whoever wrote it: the driver sees what an attendant asked for them, may ask
-- again, and it goes with them when they are erased.
comment on column message.root_id is 'of the credential that it is about; null: not known, or erased';

-- Older ones of attendants, by what each is about.
update message asked set root_id = held.root_id
from message_entry first, scan_denial denial, credential held
where asked.root_id is null and first.message_id = asked.id and first.n = 1 and first.author = 'ATTENDANT'
  and denial.decision_id = asked.decision_id and held.id = denial.credential_id and held.erased_at is null;

update message asked set root_id = held.root_id
from message_entry first, session stay, credential held
where asked.root_id is null and first.message_id = asked.id and first.n = 1 and first.author = 'ATTENDANT'
  and stay.id = asked.session_id and held.id = stay.credential_id and held.erased_at is null;
