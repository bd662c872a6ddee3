local function has_open(stays)
    for _, stay in ipairs(stays) do
        if is_open(stay) then
            return true
        end
    end
    return false
end

-- The flags of what has happened, with what the rules would have refused; and the policy of a pool that is full.
-- paper: a class S code has one open session whatever passback is
local function over_rules(head, stays, pool, given, paper)
    local rules, flags = rules_of(head.cfg), given == '' and {} or { given }
    if (paper or rules.passback ~= 'OFF') and has_open(stays) then
        flags[#flags + 1] = 'PASSBACK'
    end
    if rules.capacity >= 0 and head.open + head.adj >= rules.capacity
        and not string.find('+' .. given .. '+', '+LOT_FULL+', 1, true) then
        flags[#flags + 1] = 'LOT_FULL'
    end
    local spaces, policy = pool_rule(rules.pools, pool)
    local full = spaces and pool_count(head.pools, pool) >= spaces
    if full then
        flags[#flags + 1] = 'POOL_FULL'
    end
    return table.concat(flags, '+'), full and policy
end

-- What a passage that nobody granted does to the cars without a session.
local function passed_delta(head, direction)
    if direction == 'ENTRY' then
        return 1
    end
    return head.adj > 0 and -1 or 0
end

-- What has already happened or what an operator decides: no rule refuses it. Only this takes a count over capacity.
-- KEYS head inside pass outbox answer
-- ARGV 1 now  2 kind  3 key  4 direction  5 lane  6 credential  7 root  8 session  9 decision  10 right  11 pool
--      12 entryMs  13 number (SET: the count to set)  14 flags  15 extra  16 answer's life, ms
-- kinds: RESTORED a passage confirmed after its grant had expired; SET count; RESET all stays closed; CLOSE one stay,
--        softly when flagged SOFT_CLOSED; PASSED a passage that nobody granted, or, naming a session, one that changes no count
-- Returns COLD | ANSWER standing event open adj at | GRANTED event open adj at [closed sessions, RESET only]
--   | NOT_OPEN (CLOSE: no such open stay) | INSIDE (RESTORED: it is there; REOPENED_BY_HAND: another stay of the root is open)
local function happened(keys, args)
    local now, kind, root = tonumber(args[1]), args[2], args[7]
    local k, head, said = opened(keys, now)
    if said then
        return said
    end
    local delta, stays, extra, flags = 0, {}, args[15], args[14]
    if kind == 'SET' then
        delta = tonumber(args[13]) - head.open - head.adj
    elseif kind == 'RESET' then
        delta = -head.adj
        local closed, over = {}, {}
        for _, packed in ipairs(redis.call('HVALS', k.inside)) do
            local there = read_stays(packed)
            add_softly_closed(over, there)
            for _, stay in ipairs(there) do
                if stay[S_STATE] ~= 'C' then
                    closed[#closed + 1] = stay[S_SESSION]
                end
            end
        end
        extra = with_sessions(with_sessions(extra, 'closed', closed), 'over', over)
    elseif kind == 'PASSED' then
        -- One that names a session changes no count: its stay, or its end, says already where the car is.
        delta = args[8] == '' and passed_delta(head, args[4]) or 0
    else
        stays = read_stays(redis.call('HGET', k.inside, root))
        local _, stay = find_stay(stays, S_SESSION, args[8])
        local is_there = stay and is_open(stay)
        if kind == 'CLOSE' then
            if not is_there then
                return { 'NOT_OPEN' }
            end
        elseif is_there or string.find('+' .. flags .. '+', '+REOPENED_BY_HAND+', 1, true) and has_open(stays) then
            return { 'INSIDE' }
        else
            extra = with_sessions(extra, 'over', add_softly_closed({}, stays))
            if head.cfg ~= '' then
                flags = over_rules(head, stays, args[11], flags, false)
            end
        end
    end
    local event = {
        kind, args[4], '', '', args[3], int(now), args[5], args[6], root, args[8], args[9], args[10], args[11], '0',
        args[12], int(delta), flags, '', '', extra,
    }
    return { 'GRANTED', append(k, head, event, stays, tonumber(args[16])), counts(head) }
end

redis.register_function('happened', happened)
