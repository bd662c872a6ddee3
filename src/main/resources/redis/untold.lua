-- A grant that its own instance neither recorded nor marked, so no lane was told; a sweep is about to record it. The
-- caller has asked PostgreSQL, which does not have it. An entry at a lane without a loop gets a passage to confirm.
-- KEYS head inside pass outbox answer
-- ARGV 1 now  2 decision id  3 number of the grant  4 deadline for such a passage, unix ms  5 key  6 answer's life, ms
-- Returns COLD | NOT_PENDING (the grant is not in the outbox, is marked, or its passage was reported: it was told; or a
--   lane gave it by itself)
--   | ANSWER standing event open adj at | GRANTED event open adj at
local function untold(keys, args)
    local now, decision = tonumber(args[1]), args[2]
    local k, head, said = opened(keys, now)
    if said then
        return said
    end
    local id = int(head.epoch) .. '-' .. args[3]
    local entry = redis.call('XRANGE', k.outbox, id, id)[1]
    local grant = entry and split(entry[2][2], '|')
    if not grant or has_flag(grant, 'OFFLINE') or grant[DECISION] ~= decision or grant[KIND] ~= grant[DIR] or tonumber(args[3]) <= head.mark then
        return { 'NOT_PENDING' }
    end
    local stays = read_stays(redis.call('HGET', k.inside, grant[ROOT]))
    local _, stay = find_stay(stays, S_DECISION, decision)
    local deadline, extra, entry_ms = '0', '', grant[ENTRY_MS]
    if stay and stay[S_STATE] ~= 'I' then
        deadline, entry_ms = stay[S_DEADLINE], stay[S_ENTRY_MS] -- an entry that was told later than its exit
        extra = stay[S_STATE] == 'X' and stay[S_ADJ_DELTA] ~= '0' and 'lowered=1' or ''
    elseif grant[DEADLINE] ~= '0' or grant[KIND] == 'ENTRY' and not stay then
        return { 'NOT_PENDING' }
    elseif stay then
        deadline = args[4]
    end
    local event = {
        'UNTOLD', grant[DIR], '', '', args[5], int(now), grant[LANE], grant[CRED], grant[ROOT], grant[SESSION], decision,
        grant[RIGHT], grant[POOL], deadline, entry_ms, '0', 'UNTOLD', '', '', extra,
    }
    return { 'GRANTED', append(k, head, event, stays, tonumber(args[6])), counts(head) }
end

redis.register_function('untold', untold)
