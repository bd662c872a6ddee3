-- A message belongs to the driver whom it is about, whoever wrote it: the driver sees what an attendant asked for them, may ask
-- again, and it goes with them when they are erased.
comment on column message.root_id is 'of the credential that it is about; null: not known, or erased';

update message asked set root_id = held.root_id
from message_entry first, (
    select decision_id, null::uuid as session_id, credential_id from scan_denial
    union all
    select null, id, credential_id from session) about, credential held
where asked.root_id is null and first.message_id = asked.id and first.n = 1 and first.author = 'ATTENDANT'
  and (about.decision_id = asked.decision_id or about.session_id = asked.session_id)
  and held.id = about.credential_id and held.erased_at is null;
