-- The last accepted step of a credential, so that one code does not open two lanes.

-- guard: step|lot|lane|at|scanId|decision|token|before. before: the first six of what stood before, joined by ','.
local GUARD_MS = 3600000 -- longer than any code is valid
local G_STEP, G_LOT, G_LANE, G_AT, G_SCAN, G_DECISION, G_TOKEN, G_BEFORE = 1, 2, 3, 4, 5, 6, 7, 8

local function read_guard(key)
    local text = redis.call('GET', key)
    return text and split(text, '|')
end

local function write_guard(key, g)
    redis.call('SET', key, table.concat(g, '|'), 'PX', GUARD_MS)
end

-- NEW, also for the scan that it stands for; STALE, a lower step; the same step: REPLAYED at another lane, SAME decision
-- at this lane within the echo time, LATE at this lane after it.
local function guard_verdict(g, step, lot, lane, now, scan)
    if not g then
        return 'NEW'
    end
    local last = tonumber(g[G_STEP])
    if step > last then
        return 'NEW'
    elseif step < last then
        return 'STALE'
    elseif g[G_LOT] ~= lot or g[G_LANE] ~= lane then
        return 'REPLAYED'
    elseif g[G_SCAN] == scan then
        return 'NEW'
    end
    return now - tonumber(g[G_AT]) <= STEP_ECHO_MS and 'SAME ' .. g[G_DECISION] or 'LATE'
end

-- token: of the claim that may give it back when its scan is refused; '' where none may.
local function take_step(key, g, step, lot, lane, now, scan, decision, token)
    local before = ''
    if g then
        before = tonumber(g[G_STEP]) == step and g[G_BEFORE] or table.concat(g, ',', G_STEP, G_DECISION)
    end
    write_guard(key, { int(step), lot, lane, int(now), scan, decision, token, before })
end

local function lot_of(head_key)
    return string.match(head_key, '{(.-)}')
end
