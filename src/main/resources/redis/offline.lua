-- What a lane did by itself while nobody could be asked: applied, never refused, flagged where a rule would have refused.
-- Its key is the scanId: what was granted to that scan meanwhile stands.
-- KEYS head inside pass outbox answer; and lone:<root> in the same slot, named after head (events.lua)
-- ARGV 1 now  2 scanId  3 manner  4 ENTRY, EXIT  5 lane  6 credential, '' where the code named none  7 root  8 class S, T, D
--      9 eventMs, when the lane did it, at most now  10 session  11 decision  12 right  13 pool
--      14 delta (LEFT: what its exit took off the cars without a session)  15 flags, OFFLINE first  16 extra
--      17 rules version  18 rules  19 answer's life, ms  20 most events that the outbox may hold
-- manners: THROUGH the car passed; UNMATCHED it passed, by a code that is nobody's; BACKED_OUT it did not pass;
--          LEFT an entry whose exit stands in PostgreSQL already, as the session that is named
-- Returns COLD | ANSWER standing event open adj at | GRANTED event open adj at
--   | FULL (what waits for PostgreSQL must leave room for exits: the lane keeps it for now)
local function offline(keys, args)
    local now, manner, direction, lane, root = tonumber(args[1]), args[3], args[4], args[5], args[7]
    local k, head, said = opened(keys, now)
    if said then
        return said
    elseif head.seq - head.done >= tonumber(args[20]) then
        return { 'FULL' }
    end
    take_rules(k.head, head, args[17], args[18])
    local kind, session, right, pool, entry_ms, delta, flags, extra = 'PASSED', '', '', '', '0', 0, args[15], args[16]
    local stays = {}
    if manner == 'UNMATCHED' then
        delta = passed_delta(head, direction)
    elseif manner == 'LEFT' or manner == 'BACKED_OUT' then
        if direction == 'ENTRY' then
            session, right, pool, entry_ms, delta = args[10], args[12], args[13], args[9], tonumber(args[14])
            stays = read_stays(redis.call('HGET', k.inside, root))
        end
    elseif direction == 'ENTRY' then
        stays = read_stays(redis.call('HGET', k.inside, root))
        entry_ms = args[9]
        local leaving -- granted an exit since, before anybody told of its entry, and its passage is awaited
        for _, stay in ipairs(stays) do
            if stay[S_STATE] == 'X' and stay[S_ENTRY_MS] == '0' and tonumber(stay[S_AT]) >= tonumber(entry_ms) then
                leaving = leaving or stay
            end
        end
        local lone = not leaving and read_lone(k, head, root)
        if lone and (now - tonumber(lone[L_AT]) > LONE_MS or tonumber(lone[L_LEFT]) < tonumber(entry_ms)) then
            lone = nil
        end
        if leaving then
            session, delta, flags = leaving[S_SESSION], -tonumber(leaving[S_ADJ_DELTA]), flags .. '+LEFT_ALREADY'
            extra = extra .. (extra == '' and '' or '&') .. 'awaits='
                .. table.concat({ leaving[S_DECISION], leaving[S_LANE], leaving[S_AT], leaving[S_DEADLINE] }, ',')
        elseif lone then
            session, delta, flags = lone[L_SESSION], -tonumber(lone[L_DELTA]), flags .. '+LEFT_ALREADY'
        else
            kind, session, right, pool = 'ENTRY', args[10], args[12], args[13]
            local full
            flags, full = over_rules(head, stays, pool, flags, args[8] == 'S')
            if full == 'CHARGE' then -- as a transient: it takes no space of the pool
                right, pool = '', ''
            end
            extra = with_sessions(extra, 'over', add_softly_closed({}, stays))
        end
    else
        stays = read_stays(redis.call('HGET', k.inside, root))
        local leaving, oldest, softly_closed
        for _, stay in ipairs(stays) do
            if stay[S_STATE] == 'X' and stay[S_LANE] == lane then
                leaving = leaving or stay
            elseif is_open(stay) then
                oldest = oldest or stay
            elseif stay[S_STATE] == 'C' then
                softly_closed = softly_closed or stay
            end
        end
        local stay = oldest or softly_closed
        if leaving then
            flags = flags .. '+REPEATED' -- the same car, at the barrier that it was granted
        elseif stay then
            kind, session, right, pool, entry_ms = 'EXIT', stay[S_SESSION], stay[S_RIGHT], stay[S_POOL], stay[S_ENTRY_MS]
            flags = oldest and flags or flags .. '+REOPENED'
        else
            kind, session, delta, flags = 'EXIT', args[10], head.adj > 0 and -1 or 0, flags .. '+NO_OPEN_SESSION'
        end
    end
    local event = {
        kind, direction, '', '', args[2], int(now), lane, args[6], root, session, args[11], right, pool, '0', entry_ms,
        int(delta), flags, '', '', extra,
    }
    return { 'GRANTED', append(k, head, event, stays, tonumber(args[19])), counts(head) }
end

redis.register_function('offline', offline)
