-- Stays: what a lot knows of the sessions of one root credential.

local function read_stays(packed)
    local stays = {}
    if packed and packed ~= '' then
        for i, text in ipairs(split(packed, ';')) do
            stays[i] = split(text, ',')
        end
    end
    return stays
end

local function write_stays(key, root, stays)
    if #stays == 0 then
        redis.call('HDEL', key, root)
        return
    end
    local out = {}
    for i, stay in ipairs(stays) do
        out[i] = table.concat(stay, ',')
    end
    redis.call('HSET', key, root, table.concat(out, ';'))
end

local function find_stay(stays, field, value)
    for i, stay in ipairs(stays) do
        if stay[field] == value then
            return i, stay
        end
    end
    return nil
end

local function is_open(stay) return stay[S_STATE] == 'P' or stay[S_STATE] == 'I' end

-- Sessions of the stays that an entry ends: closed softly, and the car was outside after all.
local function add_softly_closed(out, stays)
    for _, stay in ipairs(stays) do
        if stay[S_STATE] == 'C' then
            out[#out + 1] = stay[S_SESSION]
        end
    end
    return out
end

-- The extra of an event with a list of sessions added under a name.
local function with_sessions(extra, name, sessions)
    if #sessions == 0 then
        return extra
    end
    table.sort(sessions)
    return extra .. (extra == '' and '' or '&') .. name .. '=' .. table.concat(sessions, ',')
end

-- Stays stay in the order of their entries: an exit closes the oldest.
local function insert_stay(stays, stay)
    local at = #stays + 1
    while at > 1 and tonumber(stays[at - 1][S_ENTRY_MS]) > tonumber(stay[S_ENTRY_MS]) do
        at = at - 1
    end
    table.insert(stays, at, stay)
end
