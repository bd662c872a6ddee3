-- Records a batch of events of several lots, and the sessions that follow from them. All or nothing for each lot.
-- A lot's events stand only if its head is moved from one below their first number, within their epoch: the fence.
-- Arguments, the same length within a group:
--   $1 lot ids, $2 epochs, $3 first numbers, $4 last numbers: one row per lot, in the order of the lot ids
--   $5 lot ids, $6 seqs, $7 keys, $8 kinds, $9 directions, $10 event times, $11 received times (unix ms), $12 lanes,
--   $13 credentials, $14 roots, $15 sessions, $16 decisions, $17 rights, $18 pools, $19 deadlines (unix ms),
--   $20 flags joined by '+', $21 open after, $22 adjustment after, $23 details: one row per event
--   $24 lot ids, $25 session ids, $26 credentials, $27 roots, $28 rights, $29 pools, $30 statuses, $31 starts,
--   $32 entry lanes, $33 entry times, $34 entry decisions, $35 exit lanes, $36 exit times, $37 exit credentials,
--   $38 pass types of the entry, $39 of the exit, $40 passage decisions, $41 passage directions, $42 passage lanes,
--   $43 passage times, $44 passage deadlines, $45 passage lowered, $46 plates, $47 flags joined by '+',
--   $48 reopens, $49 last seqs: one row per session, its state after the batch
-- Result: the lots whose events now stand.
with lot as materialized (
    select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) as t (id, epoch, first_seq, last_seq)
), held as materialized (
    -- In lot order, so that two recorders never wait for each other in a ring. Locking gives the row's newest version,
    -- also one that was committed after this statement began: so the numbers are compared below, on what was locked.
    select h.lot_id, h.epoch, h.last_seq
    from lot_head h join lot on lot.id = h.lot_id
    order by h.lot_id
    for no key update of h
), moved as (
    update lot_head h set last_seq = lot.last_seq
    from held join lot on lot.id = held.lot_id and held.epoch = lot.epoch and held.last_seq = lot.first_seq - 1
    where h.lot_id = held.lot_id
    returning h.lot_id, h.epoch
), event as (
    insert into access_event (lot_id, seq, epoch, key, kind, direction, event_time, received_time, lane_id,
        credential_id, root_id, session_id, decision_id, right_id, pool_id, passage_deadline, flags, open_after,
        adjustment_after, detail)
    select e.lot_id, e.seq, moved.epoch, e.key, e.kind, e.direction, timestamptz 'epoch' + e.event_ms * interval '1 ms',
        timestamptz 'epoch' + e.received_ms * interval '1 ms', e.lane_id, e.credential_id, e.root_id, e.session_id,
        e.decision_id, e.right_id, e.pool_id, timestamptz 'epoch' + e.deadline_ms * interval '1 ms',
        string_to_array(e.flags, '+'), e.open_after, e.adjustment_after, e.detail
    from unnest($5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::bigint[], $12::text[],
            $13::text[], $14::text[], $15::uuid[], $16::uuid[], $17::uuid[], $18::text[], $19::bigint[], $20::text[],
            $21::integer[], $22::integer[], $23::text[])
        as e (lot_id, seq, key, kind, direction, event_ms, received_ms, lane_id, credential_id, root_id, session_id,
            decision_id, right_id, pool_id, deadline_ms, flags, open_after, adjustment_after, detail)
        join moved on moved.lot_id = e.lot_id
), changed as (
    -- on conflict sees rows that were committed after this statement began; a plain update would miss them, and an exit
    -- recorded right behind another instance's entry would be lost.
    insert into session as s (lot_id, id, credential_id, root_id, right_id, pool_id, status, started_at, entry_lane,
        entry_time, entry_decision, exit_lane, exit_time, exit_credential, entry_pass_type, exit_pass_type,
        passage_decision, passage_direction, passage_lane, passage_time, passage_deadline, passage_lowered, plate, flags,
        reopens, last_seq)
    select n.lot_id, n.id, n.credential_id, n.root_id, n.right_id, n.pool_id, n.status,
        timestamptz 'epoch' + n.started_ms * interval '1 ms', n.entry_lane,
        timestamptz 'epoch' + n.entry_ms * interval '1 ms', n.entry_decision, n.exit_lane,
        timestamptz 'epoch' + n.exit_ms * interval '1 ms', n.exit_credential, n.entry_pass_type, n.exit_pass_type,
        n.passage_decision, n.passage_direction, n.passage_lane, timestamptz 'epoch' + n.passage_ms * interval '1 ms',
        timestamptz 'epoch' + n.deadline_ms * interval '1 ms', n.passage_lowered, n.plate,
        string_to_array(n.flags, '+'), n.reopens, n.last_seq
    from unnest($24::text[], $25::uuid[], $26::text[], $27::text[], $28::uuid[], $29::text[], $30::text[], $31::bigint[],
            $32::text[], $33::bigint[], $34::uuid[], $35::text[], $36::bigint[], $37::text[], $38::text[], $39::text[],
            $40::uuid[], $41::text[], $42::text[], $43::bigint[], $44::bigint[], $45::boolean[], $46::text[],
            $47::text[], $48::boolean[], $49::bigint[])
        as n (lot_id, id, credential_id, root_id, right_id, pool_id, status, started_ms, entry_lane, entry_ms,
            entry_decision, exit_lane, exit_ms, exit_credential, entry_pass_type, exit_pass_type, passage_decision,
            passage_direction, passage_lane, passage_ms, deadline_ms, passage_lowered, plate, flags, reopens,
            last_seq)
        join moved on moved.lot_id = n.lot_id
    on conflict (id) do update set
        status = excluded.status,
        -- An entry that its lane told of later than another of the exit; what a person corrected stays, as the entry does.
        started_at = case when s.entry_time is not null and 'CORRECTED' = any (s.flags) then s.started_at
            else least(s.started_at, excluded.started_at) end,
        -- Known again where a holder was erased and the stay goes on: a rebuild hangs open stays on their root.
        credential_id = coalesce(s.credential_id, excluded.credential_id),
        root_id = coalesce(s.root_id, excluded.root_id),
        right_id = case when s.root_id is null then excluded.right_id else s.right_id end,
        entry_lane = coalesce(s.entry_lane, excluded.entry_lane),
        entry_time = coalesce(s.entry_time, excluded.entry_time),
        entry_decision = coalesce(s.entry_decision, excluded.entry_decision),
        entry_pass_type = coalesce(excluded.entry_pass_type, s.entry_pass_type), -- what is said later is known better
        exit_lane = case when excluded.status = 'ACTIVE' then null else coalesce(excluded.exit_lane, s.exit_lane) end,
        exit_time = case when excluded.status = 'ACTIVE' then null else coalesce(excluded.exit_time, s.exit_time) end,
        exit_credential = case when excluded.status = 'ACTIVE' then null
            else coalesce(excluded.exit_credential, s.exit_credential) end,
        exit_pass_type = case when excluded.status = 'ACTIVE' then null
            else coalesce(excluded.exit_pass_type, s.exit_pass_type) end,
        passage_decision = excluded.passage_decision,
        passage_direction = excluded.passage_direction,
        passage_lane = excluded.passage_lane,
        passage_time = excluded.passage_time,
        passage_deadline = excluded.passage_deadline,
        passage_lowered = excluded.passage_lowered,
        plate = coalesce(excluded.plate, s.plate),
        flags = s.flags || excluded.flags,
        reopens = excluded.reopens,
        last_seq = excluded.last_seq
    where s.last_seq < excluded.last_seq
)
select lot_id from moved
