-- What changed a lot, newest first.
-- $1 text lot id, $2 bigint only numbers below this one, $3 timestamptz and $4 timestamptz received from the one on and before the
-- other, $5 text lane id or null: any, $6 text kind or null: any, $7 int most rows, $8 text only with this flag or null,
-- $9 int only what was received more than so many seconds after it happened, or null
-- → seq, kind, lane_id, direction, credential_id, session_id, decision_id, who, why: of what people did by hand, flags,
--   current_count, event_time, received_time
select seq, kind, lane_id, direction, credential_id, session_id, decision_id,
       url_decoded(substring(detail from '(?:^|&)who=([^&]*)')) as who,
       url_decoded(substring(detail from '(?:^|&)why=([^&]*)')) as why,
       flags, open_after + adjustment_after as current_count, event_time, received_time
from access_event
where lot_id = $1 and seq < $2 and received_time >= $3 and received_time < $4
  and ($5::text is null or lane_id = $5) and ($6::text is null or kind = $6) and ($8::text is null or $8 = any (flags))
  and ($9::int is null or received_time - event_time > $9 * interval '1 s')
order by seq desc
limit $7
