-- A right as read from PostgreSQL; a newer one stands. It belongs to the head's epoch: after a rebuild it is read again.
-- KEYS head right  ARGV 1 version 2 known 0/1 3 root 4 rights 5 life, ms  Returns OK | OLDER | COLD
local function put_right(keys, args)
    local epoch = redis.call('HGET', keys[1], 'epoch')
    if not epoch then
        return 'COLD'
    end
    local there = redis.call('GET', keys[2])
    if there then
        local version, of = string.match(there, '^(%d+)|(%d+)|')
        if of == epoch and tonumber(version) > tonumber(args[1]) then
            return 'OLDER'
        end
    end
    redis.call('SET', keys[2], table.concat({ args[1], epoch, args[2], args[3], args[4] }, '|'), 'PX', args[5])
    return 'OK'
end

redis.register_function('put_right', put_right)
