-- The head of a lot: its number, its counts, its rules.

-- nil when the head is missing or was installed in another process: the lot is COLD.
local function read_head(key, now)
    local v = redis.call('HMGET', key, 'epoch', 'seq', 'run', 'sure', 'since', 'mark', 'done', 'open', 'adj', 'pools',
        'at', 'cfgv', 'cfg')
    if not v[1] or v[3] ~= process(now) then
        return nil
    end
    return {
        epoch = tonumber(v[1]), seq = tonumber(v[2]), run = v[3], sure = v[4] == '1', since = tonumber(v[5]),
        mark = tonumber(v[6]), done = tonumber(v[7]), open = tonumber(v[8]), adj = tonumber(v[9]), pools = v[10],
        at = tonumber(v[11]), cfgv = tonumber(v[12]), cfg = v[13],
    }
end

local function pool_count(pools, pool)
    local from, to = string.find(';' .. pools, ';' .. pool .. '=', 1, true)
    if not from then
        return 0
    end
    return tonumber(string.match(pools, '^%d+', to))
end

local function pool_add(pools, pool, delta)
    if pool == '' then
        return pools
    end
    local out, seen = {}, false
    for _, item in ipairs(split(pools, ';')) do
        if item ~= '' then
            local name, n = string.match(item, '^(.-)=(%d+)$')
            n = tonumber(n)
            if name == pool then
                seen = true
                n = math.max(0, n + delta)
            end
            if n > 0 then
                out[#out + 1] = name .. '=' .. int(n)
            end
        end
    end
    if not seen and delta > 0 then
        out[#out + 1] = pool .. '=' .. int(delta)
    end
    return table.concat(out, ';')
end

-- The rules of the highest version that the lot was ever given.
local function take_rules(key, head, version, cfg)
    if tonumber(version) > head.cfgv or head.cfg == '' then
        head.cfgv, head.cfg = tonumber(version), cfg
        redis.call('HSET', key, 'cfgv', version, 'cfg', cfg)
    end
end

local function write_head(key, head)
    redis.call('HSET', key, 'seq', int(head.seq), 'open', int(head.open), 'adj', int(head.adj), 'pools', head.pools,
        'at', int(head.at))
end
