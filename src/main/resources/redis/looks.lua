-- What a lot is asked without changing it.

-- KEYS head  ARGV 1 now  Returns COLD | OK open adj at outbox-length
local function lot_counts(keys, args)
    local head = read_head(keys[1], tonumber(args[1]))
    if not head then
        return { 'COLD' }
    end
    return { 'OK', int(head.open), int(head.adj), int(head.at), int(head.seq - head.done) }
end

-- What waits at a lot: the oldest events of its outbox, and the passages that are overdue.
-- KEYS head outbox pass inside  ARGV 1 now 2 most events 3 most passages
-- Returns COLD | OK epoch {events} {decisions overdue} mark outbox-length
local function waiting(keys, args)
    local now = tonumber(args[1])
    local head = read_head(keys[1], now)
    if not head then
        return { 'COLD' }
    end
    local events, overdue, most = {}, {}, tonumber(args[3])
    for i, entry in ipairs(redis.call('XRANGE', keys[2], '-', '+', 'COUNT', args[2])) do
        events[i] = entry[2][2]
    end
    local pass = redis.call('HGETALL', keys[3])
    for i = 1, #pass, 2 do
        if #overdue >= most then
            break
        end
        local _, stay = find_stay(read_stays(redis.call('HGET', keys[4], pass[i + 1])), S_DECISION, pass[i])
        if stay and now >= tonumber(stay[S_DEADLINE]) then
            overdue[#overdue + 1] = pass[i]
        end
    end
    return { 'OK', int(head.epoch), events, overdue, int(head.mark), int(head.seq - head.done) }
end

redis.register_function{ function_name = 'lot_counts', callback = lot_counts, flags = { 'no-writes' } }
redis.register_function{ function_name = 'waiting', callback = waiting, flags = { 'no-writes' } }
