-- One scan, whole: the rules, the number, the count, the event.
-- KEYS head inside pass outbox answer right echo [guard]
-- ARGV  1 now             unix ms, the instance's clock
--       2 scanId          3 lane direction: ENTRY, EXIT, REVERSIBLE      4 lane id      5 confirmPassage 0/1
--       6 credential id   7 root credential id  8 root is certain 0/1
--       9 class S, T, D  10 step, -1 for class S
--      11 faults of the code that refuse at an entry and flag at an exit, joined by '+', REVOKED or REPLACED first
--      12 rules version  13 rules: capacity,status,passback,fullPolicy,noOpenSession,revokedExit,transients,pools
--                           (pools: name=spaces:POLICY joined by '/')
--      14 lowest version a cached right must carry
--      15 local weekday 1 = Monday … 7, 16 local minute of the day
--      17 fresh 0/1       PostgreSQL has said that it does not know this scanId
--      18 session id      19 decision id       20 extra of the event        21 passage deadline, unix ms
--      22 answer's life, ms       23 most events the outbox may hold for entries
--      24 guard verdict of a claim made before on another slot: '', NEW, SAME <decision>, LATE, STALE, REPLAYED, or AWAY
--         when it could not be asked: the grant stands, flagged GUARD_AWAY
-- Returns {status, …}:
--   COLD                                      rebuild, ask again
--   MISS                                      right not cached: put it, ask again
--   ROOT root                                 the cached right names another root, or the root must be made certain
--   UNSURE [decision]                         ask PostgreSQL for the scanId, else for the decision that it was answered
--                                             with in an older epoch; ask again with fresh
--   DENIED reason open adj at direction [pool spaces taken]
--                                             the last three of POOL_FULL alone
--   GRANTED event open adj at                 to be recorded
--   ANSWER standing event open adj at unconfirmed
--                                             the same scanId before
--   REPEAT standing event decision session right deadline flags direction open adj at unconfirmed
--                                             the same grant under another scanId; no number is taken. The event is exact
--                                             until it is DONE, then what the stay tells of it, under this scanId
--   unconfirmed 1: an entry at a lane without a loop that does not stand inside: it was never told (see untold) or has
--                  left since. Telling it is its passage: report it CONFIRMED before the answer goes out

local function access(keys, args)
    local k = { head = keys[1], inside = keys[2], pass = keys[3], outbox = keys[4], answer = keys[5] }
    local right_key, echo_key, guard_key = keys[6], keys[7], keys[8]
    local now = tonumber(args[1])
    local scan, lane_direction, lane, confirm = args[2], args[3], args[4], args[5] == '1'
    local cred, root, class, step = args[6], args[7], args[9], tonumber(args[10])
    local fresh = args[17] == '1'
    local ttl = tonumber(args[22])

    local head = read_head(k.head, now)
    if not head then
        return { 'COLD' }
    end
    local read = redis.call('MGET', k.answer, right_key)
    if read[1] then
        local where = earlier_answer(head, read[1])
        if where then
            local e, unconfirmed = split(read[1], '|'), '0'
            if e[KIND] == 'ENTRY' and not confirm then
                local _, stay = find_stay(read_stays(redis.call('HGET', k.inside, e[ROOT])), S_DECISION, e[DECISION])
                unconfirmed = stay and stay[S_STATE] == 'I' and '0' or '1'
            end
            local open, adj, at = counts(head)
            return { 'ANSWER', where, read[1], open, adj, at, unconfirmed }
        elseif not fresh then
            return { 'UNSURE', (split(read[1], '|'))[DECISION] }
        end
    end
    take_rules(k.head, head, args[12], args[13])
    local rules = rules_of(head.cfg)
    -- While this head is younger than answers live, PostgreSQL may know the scanId though Redis does not.
    local unsure = not fresh and now < head.since + ttl

    local stays = read_stays(redis.call('HGET', k.inside, root))
    local oldest, softly_closed, open_stays
    open_stays = 0
    for i, stay in ipairs(stays) do
        if is_open(stay) then
            open_stays = open_stays + 1
            oldest = oldest or i
        elseif stay[S_STATE] == 'C' then
            softly_closed = softly_closed or i
        end
    end
    local echo_ms = class == 'S' and STATIC_ECHO_MS or STEP_ECHO_MS
    local direction, echo = lane_direction, nil
    if not oldest and direction ~= 'ENTRY' then
        echo = redis.call('GET', echo_key)
        if echo then
            echo = split(echo, '|')
            if echo[LANE] ~= lane or tonumber(echo[EPOCH]) ~= head.epoch or now - tonumber(echo[AT]) > echo_ms then
                echo = nil
            end
        end
    end
    if direction == 'REVERSIBLE' then
        -- It leaves if it is inside or has just left through here, and enters otherwise. A stay that has just begun
        -- at this very lane is the same car, still in front of the barrier.
        direction = echo and 'EXIT' or 'ENTRY'
        for _, stay in ipairs(stays) do
            if stay[S_STATE] == 'X' then
                if stay[S_LANE] == lane then
                    direction = 'EXIT'
                end
            elseif is_open(stay) and (stay[S_LANE] ~= lane or stay[S_STATE] == 'I' and now - tonumber(stay[S_AT]) > echo_ms) then
                direction = 'EXIT'
            end
        end
    end

    local function denied(reason)
        if unsure then
            return { 'UNSURE' }
        end
        local open, adj, at = counts(head)
        return { 'DENIED', reason, open, adj, at, direction }
    end
    -- A repeat is an answer to its own scanId too: sent again, it is answered so again, whatever happened since.
    local function repeat_of(e, unconfirmed)
        local where = standing(head, tonumber(e[SEQ]))
        if where ~= 'DONE' then
            local id = int(head.epoch) .. '-' .. e[SEQ]
            local entry = redis.call('XRANGE', k.outbox, id, id)[1]
            e = entry and split(entry[2][2], '|') or e
        end
        local event = table.concat(e, '|')
        redis.call('SET', k.answer, event, 'PX', ttl)
        local open, adj, at = counts(head)
        return {
            'REPEAT', where, event, e[DECISION], e[SESSION], e[RIGHT], e[DEADLINE], e[FLAGS], direction, open, adj, at,
            unconfirmed,
        }
    end
    -- The grant of a stay, as far as the stay tells.
    local function repeated(stay)
        return repeat_of({
            direction, direction, int(head.epoch), stay[S_SEQ], scan, stay[S_AT], stay[S_LANE], stay[S_CRED], root,
            stay[S_SESSION], stay[S_DECISION], stay[S_RIGHT], stay[S_POOL], confirm and stay[S_DEADLINE] or '0',
            stay[S_ENTRY_MS], stay[S_ADJ_DELTA], stay[S_FLAGS], int(head.open), int(head.adj), '',
        }, direction == 'ENTRY' and not confirm and stay[S_STATE] ~= 'I' and '1' or '0')
    end

    local flags = {}
    if direction == 'EXIT' then
        local revoked
        for _, fault in ipairs(split(args[11], '+')) do
            if fault ~= '' then
                flags[#flags + 1] = fault
                if fault == 'REVOKED' or fault == 'REPLACED' then
                    revoked = revoked or fault
                end
            end
        end
        for _, stay in ipairs(stays) do -- the barrier stayed shut: the same grant again
            if stay[S_STATE] == 'X' and stay[S_LANE] == lane then
                return repeated(stay)
            end
        end
        if not oldest then
            if echo then
                return repeat_of(echo, '0')
            end
            if not softly_closed and args[8] ~= '1' then
                return { 'ROOT', '' }
            end
        end
        if revoked and rules.revoked_exit == 'CALL_ATTENDANT' then
            return denied(revoked)
        end
        local event
        if oldest or softly_closed then
            local stay = stays[oldest or softly_closed]
            if not oldest then
                table.insert(flags, 1, 'REOPENED')
            end
            event = {
                'EXIT', 'EXIT', '', '', scan, int(now), lane, cred, root, stay[S_SESSION], args[19], stay[S_RIGHT],
                stay[S_POOL], confirm and args[21] or '0', stay[S_ENTRY_MS], '0', table.concat(flags, '+'), '', '', args[20],
            }
        else
            if rules.no_open == 'REFUSE' then
                return denied('NO_OPEN_SESSION')
            elseif unsure then
                return { 'UNSURE' }
            end
            table.insert(flags, 1, 'NO_OPEN_SESSION')
            event = {
                'EXIT', 'EXIT', '', '', scan, int(now), lane, cred, root, args[18], args[19], '', '',
                confirm and args[21] or '0', '0', head.adj > 0 and '-1' or '0', table.concat(flags, '+'), '', '', args[20],
            }
        end
        local text = append(k, head, event, stays, ttl)
        if not confirm then
            redis.call('SET', echo_key, text, 'PX', STEP_ECHO_MS)
        end
        return { 'GRANTED', text, counts(head) }
    end

    -- ENTRY
    if args[11] ~= '' then
        return denied(split(args[11], '+')[1])
    end
    local guard, verdict
    if class ~= 'S' then
        if guard_key then
            guard = read_guard(guard_key)
            verdict = guard_verdict(guard, step, lot_of(k.head), lane, now, scan)
        else
            verdict = args[24] ~= '' and args[24] or 'NEW'
        end
        if verdict == 'STALE' then
            return denied('STALE_CODE')
        elseif verdict == 'AWAY' then
            flags[#flags + 1] = 'GUARD_AWAY'
        elseif verdict ~= 'NEW' then -- the same step again
            if verdict ~= 'REPLAYED' then
                local _, same = find_stay(stays, S_DECISION, string.match(verdict, '^SAME (.+)$') or '?')
                if same and same[S_STATE] ~= 'X' then
                    return repeated(same)
                end
                for _, stay in ipairs(stays) do
                    if stay[S_STATE] == 'P' and stay[S_LANE] == lane then
                        return repeated(stay)
                    end
                end
            end
            return denied('REPLAYED')
        end
    end
    for _, stay in ipairs(stays) do
        -- P: the barrier stayed shut, the same grant again; I: a static code read twice.
        if stay[S_LANE] == lane and (stay[S_STATE] == 'P'
            or stay[S_STATE] == 'I' and class == 'S' and now - tonumber(stay[S_AT]) <= STATIC_ECHO_MS) then
            if guard_key and class ~= 'S' then
                take_step(guard_key, guard, step, lot_of(k.head), lane, now, scan, stay[S_DECISION], '')
            end
            return repeated(stay)
        end
    end
    -- An entry that is held up at a full outbox must not take what an exit needs.
    if head.seq - head.done >= tonumber(args[23]) then
        return denied('NOT_RECORDABLE')
    end
    if rules.status == 'CLOSED_TO_ALL' then
        return denied('LOT_CLOSED')
    end
    local cached = read[2]
    if not cached then
        return { 'MISS' }
    end
    local version, epoch, known, right_root, rights = string.match(cached, '^(%d+)|(%d+)|(%d)|(.-)|(.*)$')
    if tonumber(version) < tonumber(args[14]) or tonumber(epoch) ~= head.epoch then
        return { 'MISS' }
    end
    if known ~= '1' then
        return denied('UNKNOWN_CREDENTIAL')
    elseif right_root ~= root then
        return { 'ROOT', right_root }
    end
    local right, any = right_now(rights, now, tonumber(args[15]), tonumber(args[16]))
    if rules.status == 'CLOSED' and not (right and right[2] == 'STAFF') then
        return denied('LOT_CLOSED')
    end
    local right_id, pool = '', ''
    if right then
        right_id, pool = right[1], right[5]
    elseif not rules.transients then
        return denied(any and 'OUT_OF_TIME_RANGE' or 'NO_RIGHT_HERE')
    elseif rules.status == 'FULL' then
        return denied('LOT_FULL')
    end
    if open_stays > 0 then
        if rules.passback == 'HARD' or class == 'S' then
            return denied('PASSBACK')
        elseif rules.passback == 'SOFT' then
            flags[#flags + 1] = 'PASSBACK'
        end
    end
    if rules.capacity >= 0 and head.open + head.adj >= rules.capacity then
        if rules.full == 'HARD' or not right then
            return denied('LOT_FULL')
        end
        flags[#flags + 1] = 'LOT_FULL'
    end
    if pool ~= '' then
        local spaces, policy = pool_rule(rules.pools, pool)
        local taken = pool_count(head.pools, pool)
        if spaces and taken >= spaces then
            if policy == 'HARD' then
                local answer = denied('POOL_FULL')
                if answer[1] == 'DENIED' then
                    answer[7], answer[8], answer[9] = pool, int(spaces), int(taken)
                end
                return answer
            end
            flags[#flags + 1] = 'POOL_FULL'
            if policy == 'CHARGE' then -- admitted as a transient: it takes no space of the pool
                right_id, pool = '', ''
            end
        end
    end
    local event = {
        'ENTRY', 'ENTRY', '', '', scan, int(now), lane, cred, root, args[18], args[19], right_id, pool,
        confirm and args[21] or '0', int(now), '0', table.concat(flags, '+'), '', '',
        with_sessions(args[20], 'over', add_softly_closed({}, stays)),
    }
    local text = append(k, head, event, stays, ttl)
    if guard_key and class ~= 'S' then
        take_step(guard_key, guard, step, lot_of(k.head), lane, now, scan, args[19], '')
    end
    return { 'GRANTED', text, counts(head) }
end

redis.register_function('access', access)
