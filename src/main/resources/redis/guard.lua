-- On a cluster the guard lives on another slot than the lot: claimed before access, given back when access refuses.
-- KEYS guard  ARGV 1 now 2 step 3 lot 4 lane 5 scanId 6 decision 7 token, of this claim alone  Returns the verdict
local function guard_claim(keys, args)
    local now, step, lot, lane, scan = tonumber(args[1]), tonumber(args[2]), args[3], args[4], args[5]
    local g = read_guard(keys[1])
    local verdict = guard_verdict(g, step, lot, lane, now, scan)
    local stands = g and tonumber(g[G_STEP]) == step and verdict ~= 'REPLAYED'
    if stands and g[G_TOKEN] ~= '' and g[G_TOKEN] ~= args[7] then
        -- Claimed twice at this lane: two scans, or two calls of one, may stand on it, so that neither may give it back.
        g[G_TOKEN] = ''
        write_guard(keys[1], g)
    elseif verdict == 'NEW' and not stands then
        take_step(keys[1], g, step, lot, lane, now, scan, args[6], args[7])
    end
    return verdict
end

-- What a lane accepted by itself: the last accepted step moves up, never down. Nothing is refused any more, so it only says
-- how the step stood.
-- KEYS guard  ARGV 1 eventMs 2 step 3 lot 4 lane 5 scanId 6 decision 7 the highest step that can be genuine by now
-- Returns NEW | STALE (a newer one had been accepted before) | LATER (a newer one was accepted since) | REPLAYED
local function guard_learn(keys, args)
    local at, step, scan = tonumber(args[1]), tonumber(args[2]), args[5]
    local g = read_guard(keys[1])
    if not g or step > tonumber(g[G_STEP]) then
        if step <= tonumber(args[7]) then
            take_step(keys[1], g, step, args[3], args[4], at, scan, args[6], '')
        end
        return 'NEW'
    elseif step < tonumber(g[G_STEP]) then
        return tonumber(g[G_AT]) > at and 'LATER' or 'STALE'
    end
    return g[G_SCAN] == scan and 'NEW' or 'REPLAYED'
end

local function put_back(key, g)
    if g[G_BEFORE] == '' then
        redis.call('DEL', key)
    else
        local before = split(g[G_BEFORE], ',')
        before[G_TOKEN], before[G_BEFORE] = '', ''
        write_guard(key, before)
    end
    return 'BACK'
end

-- A refused scan burns no step: what stood before its claim stands again, where nobody else has claimed since.
-- KEYS guard  ARGV 1 token  Returns BACK | OTHER
local function guard_back(keys, args)
    local g = read_guard(keys[1])
    if not g or args[1] == '' or g[G_TOKEN] ~= args[1] then
        return 'OTHER'
    end
    return put_back(keys[1], g)
end

-- The car backed out, and that is recorded or marked: the step that its grant was given for is not spent.
-- KEYS guard  ARGV 1 decision  Returns BACK | OTHER
local function guard_undo(keys, args)
    local g = read_guard(keys[1])
    if not g or g[G_DECISION] ~= args[1] then
        return 'OTHER'
    end
    return put_back(keys[1], g)
end

redis.register_function('guard_claim', guard_claim)
redis.register_function('guard_learn', guard_learn)
redis.register_function('guard_back', guard_back)
redis.register_function('guard_undo', guard_undo)
