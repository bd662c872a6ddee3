-- A lot's state from PostgreSQL, under a new epoch. Marked events that PostgreSQL does not have are carried over.
-- KEYS head inside pass outbox
-- ARGV 1 now 2 epoch 3 last seq in PostgreSQL 4 adjustment 5 at 6 answers' key prefix 7 answer's life, ms
--      8 n, number of keys of the outbox that PostgreSQL has, then n keys; then root, stays pairs;
--      then answer:key, event pairs: what was granted of late and stands in PostgreSQL
-- Returns INSTALLED carried | STALE (the head is of this or a later epoch)
local function install(keys, args)
    local k = { head = keys[1], inside = keys[2], pass = keys[3], outbox = keys[4] }
    local epoch, now, ttl = tonumber(args[2]), tonumber(args[1]), tonumber(args[7])
    local old = redis.call('HMGET', k.head, 'epoch', 'mark', 'cfgv', 'cfg')
    if old[1] and tonumber(old[1]) >= epoch then
        return { 'STALE' }
    end
    local known, last_known = {}, 8 + tonumber(args[8])
    for i = 9, last_known do
        known[args[i]] = true
    end
    local head = {
        epoch = epoch, seq = tonumber(args[3]), open = 0, adj = tonumber(args[4]), pools = '', at = tonumber(args[5]),
    }
    local events = redis.call('XRANGE', k.outbox, '-', '+')

    redis.call('DEL', k.inside, k.pass, k.outbox)
    local last_stay = #args
    for i = last_known + 1, #args, 2 do
        if string.sub(args[i], 1, 7) == 'answer:' then
            last_stay = i - 1
            break
        end
    end
    for i = last_stay + 1, #args, 2 do
        redis.call('SET', args[6] .. string.sub(args[i], 8), args[i + 1], 'PX', ttl)
    end
    for i = last_known + 1, last_stay, 1000 do
        redis.call('HSET', k.inside, unpack(args, i, math.min(i + 999, last_stay)))
    end
    for i = last_known + 1, last_stay, 2 do
        for _, stay in ipairs(read_stays(args[i + 1])) do
            if is_open(stay) then
                head.open = head.open + 1
                head.pools = pool_add(head.pools, stay[S_POOL], 1)
            end
            if stay[S_DEADLINE] ~= '0' then
                redis.call('HSET', k.pass, stay[S_DECISION], args[i])
            end
        end
    end
    local marked = tonumber(old[2] or '0')
    local carried = 0
    redis.call('HSET', k.head, 'epoch', args[2], 'run', process(now), 'sure', '0', 'since', args[1], 'done', args[3],
        'cfgv', old[3] or '0', 'cfg', old[4] or '')
    for _, entry in ipairs(events) do
        local e = split(entry[2][2], '|')
        if not known[e[KEY]] and tonumber(e[SEQ]) <= marked then
            k.answer = args[6] .. e[KEY]
            append(k, head, e, read_stays(redis.call('HGET', k.inside, e[ROOT])), ttl)
            carried = carried + 1
        end
    end
    -- What was carried over has been told: it stays marked under its new numbers.
    redis.call('HSET', k.head, 'mark', int(head.seq))
    write_head(k.head, head)
    return { 'INSTALLED', int(carried) }
end

redis.register_function('install', install)
