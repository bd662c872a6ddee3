-- What an event does, how it gets its number, and where it stands.

local function has_flag(e, flag)
    return string.find('+' .. e[FLAGS] .. '+', '+' .. flag .. '+', 1, true) ~= nil
end

-- An exit that no entry belongs to is kept in mind: another lane may tell of the entry before PostgreSQL knows the exit.
-- Its key is not among a call's KEYS: which root it is follows from the event. It has the head's hash tag, so it lies in its slot.
-- lone: session|when it left, unix ms|what it took off the cars without a session|epoch|the exit's or its passage's time
local LONE_MS = 300000
local L_SESSION, L_LEFT, L_DELTA, L_EPOCH, L_AT = 1, 2, 3, 4, 5

local function lone_key(keys, root)
    return string.gsub(keys.head, 'head$', 'lone:') .. root
end

local function keep_lone(keys, head, e, left, delta)
    local lone = table.concat({ e[SESSION], left, delta, int(head.epoch), e[AT] }, '|')
    redis.call('SET', lone_key(keys, e[ROOT]), lone, 'PX', LONE_MS)
end

-- Of this epoch; nil when there is none.
local function read_lone(keys, head, root)
    local text = redis.call('GET', lone_key(keys, root))
    local lone = text and split(text, '|')
    return lone and tonumber(lone[L_EPOCH]) == head.epoch and lone or nil
end

-- Applies event e to the head (a table, written by the caller) and to inside and pass (written here). The same for a
-- fresh decision and for a marked event that a rebuild carries over: it must not depend on anything but its arguments.
local function apply(keys, head, e, stays)
    local kind, root, decision = e[KIND], e[ROOT], e[DECISION]
    local delta = tonumber(e[ADJ_DELTA])
    if kind == 'RESET' then
        redis.call('DEL', keys.inside, keys.pass)
        head.open, head.pools = 0, ''
    elseif kind == 'ENTRY' or kind == 'RESTORED' then
        local waits = kind == 'ENTRY' and e[DEADLINE] ~= '0'
        for i = #stays, 1, -1 do
            if stays[i][S_STATE] == 'C' then
                table.remove(stays, i)
            end
        end
        insert_stay(stays, {
            e[SESSION], e[CRED], e[RIGHT], e[POOL], e[ENTRY_MS], waits and 'P' or 'I', decision, e[SEQ], e[LANE],
            kind == 'ENTRY' and e[ENTRY_MS] or e[AT], -- a lane may tell late of what it did by itself
            waits and e[DEADLINE] or '0', '0', e[FLAGS],
        })
        head.open = head.open + 1
        head.pools = pool_add(head.pools, e[POOL], 1)
        if waits then
            redis.call('HSET', keys.pass, decision, root)
        end
        write_stays(keys.inside, root, stays)
    elseif kind == 'EXIT' then
        local i, stay = find_stay(stays, S_SESSION, e[SESSION])
        if i then
            if stay[S_STATE] == 'P' then
                redis.call('HDEL', keys.pass, stay[S_DECISION]) -- leaving confirms the entry
            end
            table.remove(stays, i)
            if stay[S_STATE] ~= 'C' then -- its soft close has taken it off the count
                head.open = head.open - 1
                head.pools = pool_add(head.pools, e[POOL], -1)
            end
        end
        if e[DEADLINE] ~= '0' then
            insert_stay(stays, {
                e[SESSION], e[CRED], e[RIGHT], e[POOL], e[ENTRY_MS], 'X', decision, e[SEQ], e[LANE], e[AT], e[DEADLINE],
                e[ADJ_DELTA], e[FLAGS],
            })
            redis.call('HSET', keys.pass, decision, root)
        elseif e[ENTRY_MS] == '0' then
            local told = has_flag(e, 'OFFLINE') and string.match('&' .. e[EXTRA], '&et=(%d+)')
            keep_lone(keys, head, e, told or e[AT], e[ADJ_DELTA])
        end
        write_stays(keys.inside, root, stays)
    elseif kind == 'CONFIRMED' or kind == 'NO_ENTRY' or kind == 'EXPIRED' then
        local i, stay = find_stay(stays, S_DECISION, decision)
        if i then
            if e[DIR] == 'ENTRY' then
                if kind == 'CONFIRMED' then
                    stay[S_STATE], stay[S_DEADLINE] = 'I', '0'
                else
                    table.remove(stays, i)
                    head.open = head.open - 1
                    head.pools = pool_add(head.pools, stay[S_POOL], -1)
                end
            else
                table.remove(stays, i)
                if kind == 'NO_ENTRY' and stay[S_ENTRY_MS] ~= '0' then -- it is still inside
                    -- By which lane it came in is not known here any more: no echo of its entry counts.
                    stay[S_STATE], stay[S_DEADLINE], stay[S_DECISION], stay[S_LANE] = 'I', '0', '', ''
                    insert_stay(stays, stay)
                    head.open = head.open + 1
                    head.pools = pool_add(head.pools, stay[S_POOL], 1)
                elseif kind ~= 'NO_ENTRY' and stay[S_ENTRY_MS] == '0' then
                    keep_lone(keys, head, e, stay[S_AT], stay[S_ADJ_DELTA])
                end
            end
            write_stays(keys.inside, root, stays)
        end
        redis.call('HDEL', keys.pass, decision)
    elseif kind == 'PASSED' and has_flag(e, 'LEFT_ALREADY') then
        -- The entry of a car that is on its way out: what its exit took off the cars without a session is given back.
        local i, stay = find_stay(stays, S_SESSION, e[SESSION])
        if i and stay[S_STATE] == 'X' and stay[S_ENTRY_MS] == '0' then
            table.remove(stays, i)
            stay[S_ENTRY_MS], stay[S_ADJ_DELTA] = e[ENTRY_MS], '0'
            insert_stay(stays, stay)
            write_stays(keys.inside, root, stays)
        end
        local lone = read_lone(keys, head, root)
        if lone and lone[L_SESSION] == e[SESSION] then
            redis.call('DEL', lone_key(keys, root))
        end
    elseif kind == 'UNTOLD' then
        local i, stay = find_stay(stays, S_DECISION, decision)
        if i and e[DEADLINE] ~= '0' and stay[S_STATE] == 'I' then
            stay[S_STATE], stay[S_DEADLINE] = 'P', e[DEADLINE]
            redis.call('HSET', keys.pass, decision, root)
            write_stays(keys.inside, root, stays)
        end
    elseif kind == 'CLOSE' then
        local i, stay = find_stay(stays, S_SESSION, e[SESSION])
        if i then
            if stay[S_STATE] == 'P' then
                redis.call('HDEL', keys.pass, stay[S_DECISION])
            end
            if has_flag(e, 'SOFT_CLOSED') then
                stay[S_STATE], stay[S_DEADLINE], stay[S_DECISION], stay[S_LANE] = 'C', '0', '', ''
            else
                table.remove(stays, i)
            end
            head.open = head.open - 1
            head.pools = pool_add(head.pools, stay[S_POOL], -1)
            write_stays(keys.inside, root, stays)
        end
    end
    head.adj = head.adj + delta
    head.at = math.max(head.at, tonumber(e[AT]))
    e[OPEN], e[ADJ] = int(head.open), int(head.adj)
end

-- Gives event e the next number, applies it, and puts it into the outbox and under its answer's key.
local function append(keys, head, e, stays, answer_ttl_ms)
    head.seq = head.seq + 1
    e[EPOCH], e[SEQ] = int(head.epoch), int(head.seq)
    apply(keys, head, e, stays)
    local text = table.concat(e, '|')
    write_head(keys.head, head)
    redis.call('XADD', keys.outbox, e[EPOCH] .. '-' .. e[SEQ], 'e', text)
    redis.call('SET', keys.answer, text, 'PX', answer_ttl_ms)
    return text
end

-- Where an event of this head stands: DONE in PostgreSQL, MARKED (durably queued), or OPEN (to be recorded first).
local function standing(head, seq)
    if seq <= head.done then
        return 'DONE'
    elseif seq <= head.mark then
        return 'MARKED'
    end
    return 'OPEN'
end

-- An earlier answer to the same key: its event and where it stands, or UNSURE when it is of an older epoch.
local function earlier_answer(head, text)
    local e = split(text, '|')
    if tonumber(e[EPOCH]) ~= head.epoch then
        return nil
    end
    return standing(head, tonumber(e[SEQ]))
end

local function counts(head)
    return int(head.open), int(head.adj), int(head.at)
end

-- What a function that takes a key of its own starts with: its KEYS by name and the head; or, third, what it says at once:
-- COLD, or what the same key was answered before. An answer of an older epoch says nothing: what PostgreSQL has of it is in
-- this head, what it does not have was dropped and nobody was told.
local function opened(keys, now)
    local k = { head = keys[1], inside = keys[2], pass = keys[3], outbox = keys[4], answer = keys[5] }
    local head = read_head(k.head, now)
    if not head then
        return k, nil, { 'COLD' }
    end
    local before = redis.call('GET', k.answer)
    local where = before and earlier_answer(head, before)
    return k, head, where and { 'ANSWER', where, before, counts(head) }
end
