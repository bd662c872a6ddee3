-- What the vehicle did after a grant.
-- KEYS head inside pass outbox answer
-- ARGV 1 now  2 decision id  3 CONFIRMED, NO_ENTRY, EXPIRED  4 key of the event  5 extra  6 answer's life, ms
--      7 the lane that reports it, '' for us: another lane's grant is not pending
-- Returns COLD | UNSURE | NOT_PENDING (PostgreSQL must say what became of it) | NOT_DUE (EXPIRED too early)
--   | ANSWER standing event open adj at | GRANTED event open adj at
local function outcome(keys, args)
    local now, decision, kind = tonumber(args[1]), args[2], args[3]
    local k, head, said = opened(keys, now)
    if said then
        return said
    end
    local root = redis.call('HGET', k.pass, decision)
    if not root then
        return { 'NOT_PENDING' }
    end
    local stays = read_stays(redis.call('HGET', k.inside, root))
    local i, stay = find_stay(stays, S_DECISION, decision)
    if not i or (args[7] or '') ~= '' and stay[S_LANE] ~= args[7] then
        return { 'NOT_PENDING' }
    end
    if kind == 'EXPIRED' and now < tonumber(stay[S_DEADLINE]) then
        return { 'NOT_DUE' }
    end
    local direction = stay[S_STATE] == 'X' and 'EXIT' or 'ENTRY'
    local flags = kind == 'EXPIRED' and 'PASSAGE_EXPIRED' or kind == 'NO_ENTRY' and 'NO_ENTRY' or ''
    local delta = '0'
    if direction == 'EXIT' and kind == 'NO_ENTRY' then
        delta = int(-tonumber(stay[S_ADJ_DELTA]))
    end
    local event = {
        kind, direction, '', '', args[4], int(now), stay[S_LANE], stay[S_CRED], root, stay[S_SESSION], decision,
        stay[S_RIGHT], stay[S_POOL], '0', stay[S_ENTRY_MS], delta, flags, '', '', args[5],
    }
    return { 'GRANTED', append(k, head, event, stays, tonumber(args[6])), counts(head) }
end

redis.register_function('outcome', outcome)
