-- What was opened by hand at some lots, newest first: each lot gives its newest ones from its index. What is written by people
-- stands encoded in detail, so nobody's words are taken for a mark.
-- $1 text[]       the lots
-- $2 timestamptz  received at this moment or later
-- $3 int          most rows
-- → lot_id text, seq bigint, lane_id text, direction text, session_id uuid, why text: null once erased, event_time timestamptz,
--   received_time timestamptz
select opened.* from unnest($1::text[]) as lot (id) cross join lateral (
    select lot_id, seq, lane_id, direction, session_id, url_decoded(substring(detail from '(?:^|&)why=([^&]*)')) as why,
           event_time, received_time
    from access_event
    where lot_id = lot.id and detail like '%pass=MANUAL_OPEN%' and received_time >= $2
    order by received_time desc, seq desc
    limit $3
) opened
order by opened.received_time desc, opened.seq desc
limit $3
