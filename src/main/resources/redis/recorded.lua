-- mark: an event's answer is about to go out before PostgreSQL has it; it and all before it are kept through a rebuild.
-- KEYS head  ARGV 1 now 2 epoch 3 seq  Returns MARKED | NOT_SURE | STALE
local function mark(keys, args)
    local head = read_head(keys[1], tonumber(args[1]))
    if not head or head.epoch ~= tonumber(args[2]) then
        return 'STALE'
    end
    local seq = tonumber(args[3])
    if seq > head.mark and not head.sure then
        return 'NOT_SURE'
    end
    -- Written though it may stand already: WAIT counts from its connection's last write, and whoever wrote it first may
    -- have waited in vain.
    redis.call('HSET', keys[1], 'mark', int(math.max(seq, head.mark)))
    return 'MARKED'
end

-- done: PostgreSQL has this number of this epoch, and so all before it.
-- KEYS head outbox  ARGV 1 epoch 2 seq  Returns OK | STALE
local function done(keys, args)
    local v = redis.call('HMGET', keys[1], 'epoch', 'done')
    if not v[1] or v[1] ~= args[1] then
        return 'STALE'
    end
    if tonumber(args[2]) > tonumber(v[2]) then
        redis.call('HSET', keys[1], 'done', args[2])
        redis.call('XTRIM', keys[2], 'MINID', args[1] .. '-' .. int(tonumber(args[2]) + 1))
    end
    return 'OK'
end

-- confirm: PostgreSQL still stands at this epoch, said after the install: from now on answers may be queued.
-- KEYS head  ARGV 1 epoch  Returns OK | STALE
local function confirm(keys, args)
    if redis.call('HGET', keys[1], 'epoch') ~= args[1] then
        return 'STALE'
    end
    redis.call('HSET', keys[1], 'sure', '1')
    return 'OK'
end

redis.register_function{ function_name = 'mark', callback = mark, flags = { 'allow-oom' } }
redis.register_function{ function_name = 'done', callback = done, flags = { 'allow-oom' } }
redis.register_function{ function_name = 'confirm', callback = confirm, flags = { 'allow-oom' } }
