#!lua name=parkgate
-- Who is inside a lot, and the only code that changes it. docs/protocol/RULES.md says the rules, FENCE.md why it is safe.
-- Reads and checks come first; from its first write on, a function cannot fail. No allow-oom where something grows.
-- Keys of one lot share the tag {lotId}, so a call touches one cluster slot:
--   head     HASH    epoch, seq, run, sure, since, mark, done, open, adj, pools, at, cfgv, cfg
--   inside   HASH    root credential id -> its stays, oldest first (see STAY)
--   pass     HASH    decision id -> root credential id, of grants whose passage is not yet reported
--   outbox   STREAM  events not yet known to be in PostgreSQL; entry id = epoch-seq, field e = the event (see EVENT)
--   answer   STRING  one per key (scanId, decisionId:outcome, request id): its event; outlives its stay in the outbox
--   right    STRING  one per credential: version|head epoch|known|root|rights
--   echo     STRING  one per root: the last exit through a lane without a loop
--   guard    STRING  one per credential: the last accepted step, under the credential's own tag
-- EVENT, joined by '|': kind dir epoch seq key at lane cred root session decision right pool deadline entryMs adjDelta
--   flags open adj extra. Times are unix milliseconds, absent texts are empty, absent numbers 0, flags joined by '+'.
-- STAY, joined by ',', stays by ';': session cred right pool entryMs state decision seq lane at deadline adjDelta flags
--   state P entry granted, passage awaited; I inside; X exit granted, passage awaited (not open any more); C closed
--   softly (not open any more): an exit while none is open reopens it, the next entry ends it.
-- mark = the highest number whose answer may have gone out before PostgreSQL had it; done = the highest known to be in
-- PostgreSQL. PostgreSQL holds a gap-free prefix of each lot, so one number says it for all before.

local KIND, DIR, EPOCH, SEQ, KEY, AT, LANE, CRED, ROOT, SESSION = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
local DECISION, RIGHT, POOL, DEADLINE, ENTRY_MS, ADJ_DELTA, FLAGS, OPEN, ADJ, EXTRA = 11, 12, 13, 14, 15, 16, 17, 18, 19, 20
local EVENT_FIELDS = 20

local S_SESSION, S_CRED, S_RIGHT, S_POOL, S_ENTRY_MS, S_STATE, S_DECISION = 1, 2, 3, 4, 5, 6, 7
local S_SEQ, S_LANE, S_AT, S_DEADLINE, S_ADJ_DELTA, S_FLAGS = 8, 9, 10, 11, 12, 13

local STATIC_ECHO_MS = 10000 -- CODE.md, Replay: a static code read twice at one lane
local STEP_ECHO_MS = 30000   -- CODE.md, Replay: the same step at the same lane

local function split(text, separator)
    local out, n, from = {}, 0, 1
    while true do
        local at = string.find(text, separator, from, true)
        n = n + 1
        if not at then
            out[n] = string.sub(text, from)
            return out, n
        end
        out[n] = string.sub(text, from, at - 1)
        from = at + 1
    end
end

local function int(n) return string.format('%d', n) end

-- ── The process ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- A head is trusted only in the process in which it was installed. These locals die with the process.
local run_id, run, run_read_at

local function process(now)
    if not run_id then
        run_id = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
    end
    -- A replica that became primary has another run id; one primary whose replication history changed has another
    -- master_replid. Read at most once a second, since INFO costs more than the rest of a scan.
    if not run or now - run_read_at >= 1000 or now < run_read_at then
        run = run_id .. string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
        run_read_at = now
    end
    return run
end

-- ── The head ─────────────────────────────────────────────────────────────────────────────────────────────────────────
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

local function write_head(key, head)
    redis.call('HSET', key, 'seq', int(head.seq), 'open', int(head.open), 'adj', int(head.adj), 'pools', head.pools,
        'at', int(head.at))
end

-- ── Stays ────────────────────────────────────────────────────────────────────────────────────────────────────────────
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

-- ── What an event does ───────────────────────────────────────────────────────────────────────────────────────────────
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
            e[SESSION], e[CRED], e[RIGHT], e[POOL], e[ENTRY_MS], waits and 'P' or 'I', decision, e[SEQ], e[LANE], e[AT],
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
                end
            end
            write_stays(keys.inside, root, stays)
        end
        redis.call('HDEL', keys.pass, decision)
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
            if string.find('+' .. e[FLAGS] .. '+', '+SOFT_CLOSED+', 1, true) then
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

-- ── access ───────────────────────────────────────────────────────────────────────────────────────────────────────────
-- One scan, whole: the rules, the number, the count, the event.
-- KEYS head inside pass outbox answer right echo [guard]
-- ARGV  1 now             unix ms, the instance's clock
--       2 scanId          3 lane direction: ENTRY, EXIT, REVERSIBLE      4 lane id      5 confirmPassage 0/1
--       6 credential id   7 root credential id  8 root is certain 0/1
--       9 class S, T, D  10 step, -1 for class S
--      11 faults of the code that refuse at an entry and flag at an exit, joined by '+', REVOKED or REPLACED first
--      12 rules version  13 rules: capacity,status,passback,fullPolicy,noOpenSession,revokedExit,transients,pools
--                           (pools: name=spaces:POLICY joined by '/')
--      14 lowest version a cached right must carry
--      15 local weekday 1 = Monday … 7, 16 local minute of the day
--      17 fresh 0/1       PostgreSQL has said that it does not know this scanId
--      18 session id      19 decision id       20 extra of the event        21 passage deadline, unix ms
--      22 answer's life, ms       23 most events the outbox may hold for entries
--      24 guard verdict of a claim made before on another slot: '', NEW, SAME <decision>, LATE, STALE, REPLAYED, or AWAY
--         when it could not be asked: the grant stands, flagged GUARD_AWAY
-- Returns {status, …}:
--   COLD                                      rebuild, ask again
--   MISS                                      right not cached: put it, ask again
--   ROOT root                                 the cached right names another root, or the root must be made certain
--   UNSURE [decision]                         ask PostgreSQL for the scanId, else for the decision that it was answered
--                                             with in an older epoch; ask again with fresh
--   DENIED reason open adj at direction
--   GRANTED event open adj at                 to be recorded
--   ANSWER standing event open adj at unconfirmed
--                                             the same scanId before
--   REPEAT standing event decision session right deadline flags direction open adj at unconfirmed
--                                             the same grant under another scanId; no number is taken. The event is exact
--                                             until it is DONE, then what the stay tells of it, under this scanId
--   unconfirmed 1: an entry at a lane without a loop that does not stand inside: it was never told (see untold) or has
--                  left since. Telling it is its passage: report it CONFIRMED before the answer goes out

local function rules_of(text)
    local f = split(text, ',')
    return {
        capacity = tonumber(f[1]), status = f[2], passback = f[3], full = f[4], no_open = f[5], revoked_exit = f[6],
        transients = f[7] == '1', pools = f[8],
    }
end

local function pool_rule(pools, pool)
    for _, item in ipairs(split(pools, '/')) do
        local name, spaces, policy = string.match(item, '^(.-)=(%d+):(%u+)$')
        if name == pool then
            return tonumber(spaces), policy
        end
    end
    return nil
end

-- windows: days:from:to joined by '+', days as seven 0/1 from Monday; '' is always.
local function in_window(windows, weekday, minute)
    if windows == '' then
        return true
    end
    local yesterday = weekday == 1 and 7 or weekday - 1
    for _, window in ipairs(split(windows, '+')) do
        local days, from, to = string.match(window, '^(%d+):(%d+):(%d+)$')
        from, to = tonumber(from), tonumber(to)
        local today = string.sub(days, weekday, weekday) == '1'
        if from < to then
            if today and minute >= from and minute < to then
                return true
            end
        else
            if today and minute >= from or string.sub(days, yesterday, yesterday) == '1' and minute < to then
                return true
            end
        end
    end
    return false
end

-- rights: id,type,fromMs,untilMs,pool,windows joined by ';'. The first that counts now, and whether there is any.
local function right_now(rights, now, weekday, minute)
    if rights == '' then
        return nil, false
    end
    for _, text in ipairs(split(rights, ';')) do
        local r = split(text, ',')
        if now >= tonumber(r[3]) and now < tonumber(r[4]) and in_window(r[6], weekday, minute) then
            return r, true
        end
    end
    return nil, true
end

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

local function access(keys, args)
    local k = { head = keys[1], inside = keys[2], pass = keys[3], outbox = keys[4], answer = keys[5] }
    local right_key, echo_key, guard_key = keys[6], keys[7], keys[8]
    local now = tonumber(args[1])
    local scan, lane_direction, lane, confirm = args[2], args[3], args[4], args[5] == '1'
    local cred, root, class, step = args[6], args[7], args[9], tonumber(args[10])
    local fresh = args[17] == '1'
    local ttl = tonumber(args[22])

    local head = read_head(k.head, now)
    if not head then
        return { 'COLD' }
    end
    local read = redis.call('MGET', k.answer, right_key)
    if read[1] then
        local where = earlier_answer(head, read[1])
        if where then
            local e, unconfirmed = split(read[1], '|'), '0'
            if e[KIND] == 'ENTRY' and not confirm then
                local _, stay = find_stay(read_stays(redis.call('HGET', k.inside, e[ROOT])), S_DECISION, e[DECISION])
                unconfirmed = stay and stay[S_STATE] == 'I' and '0' or '1'
            end
            local open, adj, at = counts(head)
            return { 'ANSWER', where, read[1], open, adj, at, unconfirmed }
        elseif not fresh then
            return { 'UNSURE', (split(read[1], '|'))[DECISION] }
        end
    end
    if tonumber(args[12]) > head.cfgv or head.cfg == '' then
        head.cfgv, head.cfg = tonumber(args[12]), args[13]
        redis.call('HSET', k.head, 'cfgv', args[12], 'cfg', args[13])
    end
    local rules = rules_of(head.cfg)
    -- While this head is younger than answers live, PostgreSQL may know the scanId though Redis does not.
    local unsure = not fresh and now < head.since + ttl

    local stays = read_stays(redis.call('HGET', k.inside, root))
    local oldest, softly_closed, open_stays
    open_stays = 0
    for i, stay in ipairs(stays) do
        if is_open(stay) then
            open_stays = open_stays + 1
            oldest = oldest or i
        elseif stay[S_STATE] == 'C' then
            softly_closed = softly_closed or i
        end
    end
    local echo_ms = class == 'S' and STATIC_ECHO_MS or STEP_ECHO_MS
    local direction, echo = lane_direction, nil
    if not oldest and direction ~= 'ENTRY' then
        echo = redis.call('GET', echo_key)
        if echo then
            echo = split(echo, '|')
            if echo[LANE] ~= lane or tonumber(echo[EPOCH]) ~= head.epoch or now - tonumber(echo[AT]) > echo_ms then
                echo = nil
            end
        end
    end
    if direction == 'REVERSIBLE' then
        -- It leaves if it is inside or has just left through here, and enters otherwise. A stay that has just begun
        -- at this very lane is the same car, still in front of the barrier.
        direction = echo and 'EXIT' or 'ENTRY'
        for _, stay in ipairs(stays) do
            if stay[S_STATE] == 'X' then
                if stay[S_LANE] == lane then
                    direction = 'EXIT'
                end
            elseif is_open(stay) and (stay[S_LANE] ~= lane or stay[S_STATE] == 'I' and now - tonumber(stay[S_AT]) > echo_ms) then
                direction = 'EXIT'
            end
        end
    end

    local function denied(reason)
        if unsure then
            return { 'UNSURE' }
        end
        local open, adj, at = counts(head)
        return { 'DENIED', reason, open, adj, at, direction }
    end
    -- A repeat is an answer to its own scanId too: sent again, it is answered so again, whatever happened since.
    local function repeat_of(e, unconfirmed)
        local where = standing(head, tonumber(e[SEQ]))
        if where ~= 'DONE' then
            local id = int(head.epoch) .. '-' .. e[SEQ]
            local entry = redis.call('XRANGE', k.outbox, id, id)[1]
            e = entry and split(entry[2][2], '|') or e
        end
        local event = table.concat(e, '|')
        redis.call('SET', k.answer, event, 'PX', ttl)
        local open, adj, at = counts(head)
        return {
            'REPEAT', where, event, e[DECISION], e[SESSION], e[RIGHT], e[DEADLINE], e[FLAGS], direction, open, adj, at,
            unconfirmed,
        }
    end
    -- The grant of a stay, as far as the stay tells.
    local function repeated(stay)
        return repeat_of({
            direction, direction, int(head.epoch), stay[S_SEQ], scan, stay[S_AT], stay[S_LANE], stay[S_CRED], root,
            stay[S_SESSION], stay[S_DECISION], stay[S_RIGHT], stay[S_POOL], confirm and stay[S_DEADLINE] or '0',
            stay[S_ENTRY_MS], stay[S_ADJ_DELTA], stay[S_FLAGS], int(head.open), int(head.adj), '',
        }, direction == 'ENTRY' and not confirm and stay[S_STATE] ~= 'I' and '1' or '0')
    end

    local flags = {}
    if direction == 'EXIT' then
        local revoked
        for _, fault in ipairs(split(args[11], '+')) do
            if fault ~= '' then
                flags[#flags + 1] = fault
                if fault == 'REVOKED' or fault == 'REPLACED' then
                    revoked = revoked or fault
                end
            end
        end
        for _, stay in ipairs(stays) do -- the barrier stayed shut: the same grant again
            if stay[S_STATE] == 'X' and stay[S_LANE] == lane then
                return repeated(stay)
            end
        end
        if not oldest then
            if echo then
                return repeat_of(echo, '0')
            end
            if not softly_closed and args[8] ~= '1' then
                return { 'ROOT', '' }
            end
        end
        if revoked and rules.revoked_exit == 'CALL_ATTENDANT' then
            return denied(revoked)
        end
        local event
        if oldest or softly_closed then
            local stay = stays[oldest or softly_closed]
            if not oldest then
                table.insert(flags, 1, 'REOPENED')
            end
            event = {
                'EXIT', 'EXIT', '', '', scan, int(now), lane, cred, root, stay[S_SESSION], args[19], stay[S_RIGHT],
                stay[S_POOL], confirm and args[21] or '0', stay[S_ENTRY_MS], '0', table.concat(flags, '+'), '', '', args[20],
            }
        else
            if rules.no_open == 'REFUSE' then
                return denied('NO_OPEN_SESSION')
            elseif unsure then
                return { 'UNSURE' }
            end
            table.insert(flags, 1, 'NO_OPEN_SESSION')
            event = {
                'EXIT', 'EXIT', '', '', scan, int(now), lane, cred, root, args[18], args[19], '', '',
                confirm and args[21] or '0', '0', head.adj > 0 and '-1' or '0', table.concat(flags, '+'), '', '', args[20],
            }
        end
        local text = append(k, head, event, stays, ttl)
        if not confirm then
            redis.call('SET', echo_key, text, 'PX', STEP_ECHO_MS)
        end
        return { 'GRANTED', text, counts(head) }
    end

    -- ENTRY
    if args[11] ~= '' then
        return denied(split(args[11], '+')[1])
    end
    local guard, verdict
    if class ~= 'S' then
        if guard_key then
            guard = read_guard(guard_key)
            verdict = guard_verdict(guard, step, lot_of(k.head), lane, now, scan)
        else
            verdict = args[24] ~= '' and args[24] or 'NEW'
        end
        if verdict == 'STALE' then
            return denied('STALE_CODE')
        elseif verdict == 'AWAY' then
            flags[#flags + 1] = 'GUARD_AWAY'
        elseif verdict ~= 'NEW' then -- the same step again
            if verdict ~= 'REPLAYED' then
                local _, same = find_stay(stays, S_DECISION, string.match(verdict, '^SAME (.+)$') or '?')
                if same and same[S_STATE] ~= 'X' then
                    return repeated(same)
                end
                for _, stay in ipairs(stays) do
                    if stay[S_STATE] == 'P' and stay[S_LANE] == lane then
                        return repeated(stay)
                    end
                end
            end
            return denied('REPLAYED')
        end
    end
    for _, stay in ipairs(stays) do
        -- P: the barrier stayed shut, the same grant again; I: a static code read twice.
        if stay[S_LANE] == lane and (stay[S_STATE] == 'P'
            or stay[S_STATE] == 'I' and class == 'S' and now - tonumber(stay[S_AT]) <= STATIC_ECHO_MS) then
            if guard_key and class ~= 'S' then
                take_step(guard_key, guard, step, lot_of(k.head), lane, now, scan, stay[S_DECISION], '')
            end
            return repeated(stay)
        end
    end
    -- An entry that is held up at a full outbox must not take what an exit needs.
    if head.seq - head.done >= tonumber(args[23]) then
        return denied('NOT_RECORDABLE')
    end
    if rules.status == 'CLOSED_TO_ALL' then
        return denied('LOT_CLOSED')
    end
    local cached = read[2]
    if not cached then
        return { 'MISS' }
    end
    local version, epoch, known, right_root, rights = string.match(cached, '^(%d+)|(%d+)|(%d)|(.-)|(.*)$')
    if tonumber(version) < tonumber(args[14]) or tonumber(epoch) ~= head.epoch then
        return { 'MISS' }
    end
    if known ~= '1' then
        return denied('UNKNOWN_CREDENTIAL')
    elseif right_root ~= root then
        return { 'ROOT', right_root }
    end
    local right, any = right_now(rights, now, tonumber(args[15]), tonumber(args[16]))
    if rules.status == 'CLOSED' and not (right and right[2] == 'STAFF') then
        return denied('LOT_CLOSED')
    end
    local right_id, pool = '', ''
    if right then
        right_id, pool = right[1], right[5]
    elseif not rules.transients then
        return denied(any and 'OUT_OF_TIME_RANGE' or 'NO_RIGHT_HERE')
    elseif rules.status == 'FULL' then
        return denied('LOT_FULL')
    end
    if open_stays > 0 then
        if rules.passback == 'HARD' or class == 'S' then
            return denied('PASSBACK')
        elseif rules.passback == 'SOFT' then
            flags[#flags + 1] = 'PASSBACK'
        end
    end
    if rules.capacity >= 0 and head.open + head.adj >= rules.capacity then
        if rules.full == 'HARD' or not right then
            return denied('LOT_FULL')
        end
        flags[#flags + 1] = 'LOT_FULL'
    end
    if pool ~= '' then
        local spaces, policy = pool_rule(rules.pools, pool)
        if spaces and pool_count(head.pools, pool) >= spaces then
            if policy == 'HARD' then
                return denied('POOL_FULL')
            end
            flags[#flags + 1] = 'POOL_FULL'
            if policy == 'CHARGE' then -- admitted as a transient: it takes no space of the pool
                right_id, pool = '', ''
            end
        end
    end
    local event = {
        'ENTRY', 'ENTRY', '', '', scan, int(now), lane, cred, root, args[18], args[19], right_id, pool,
        confirm and args[21] or '0', int(now), '0', table.concat(flags, '+'), '', '',
        with_sessions(args[20], 'over', add_softly_closed({}, stays)),
    }
    local text = append(k, head, event, stays, ttl)
    if guard_key and class ~= 'S' then
        take_step(guard_key, guard, step, lot_of(k.head), lane, now, scan, args[19], '')
    end
    return { 'GRANTED', text, counts(head) }
end

-- ── outcome ──────────────────────────────────────────────────────────────────────────────────────────────────────────
-- What the vehicle did after a grant.
-- KEYS head inside pass outbox answer
-- ARGV 1 now  2 decision id  3 CONFIRMED, NO_ENTRY, EXPIRED  4 key of the event  5 extra  6 answer's life, ms
--      7 the lane that reports it, '' for us: another lane's grant is not pending
-- Returns COLD | UNSURE | NOT_PENDING (PostgreSQL must say what became of it) | NOT_DUE (EXPIRED too early)
--   | ANSWER standing event open adj at | GRANTED event open adj at
local function outcome(keys, args)
    local k = { head = keys[1], inside = keys[2], pass = keys[3], outbox = keys[4], answer = keys[5] }
    local now, decision, kind = tonumber(args[1]), args[2], args[3]
    local head = read_head(k.head, now)
    if not head then
        return { 'COLD' }
    end
    local before = redis.call('GET', k.answer)
    if before then
        local where = earlier_answer(head, before)
        if where then
            return { 'ANSWER', where, before, counts(head) }
        end
        -- Of an older epoch: what PostgreSQL has is in this head, what it does not have was dropped and nobody was
        -- told. So pending says all there is to know.
    end
    local root = redis.call('HGET', k.pass, decision)
    if not root then
        return { 'NOT_PENDING' }
    end
    local stays = read_stays(redis.call('HGET', k.inside, root))
    local i, stay = find_stay(stays, S_DECISION, decision)
    if not i or (args[7] or '') ~= '' and stay[S_LANE] ~= args[7] then
        return { 'NOT_PENDING' }
    end
    if kind == 'EXPIRED' and now < tonumber(stay[S_DEADLINE]) then
        return { 'NOT_DUE' }
    end
    local direction = stay[S_STATE] == 'X' and 'EXIT' or 'ENTRY'
    local flags = kind == 'EXPIRED' and 'PASSAGE_EXPIRED' or kind == 'NO_ENTRY' and 'NO_ENTRY' or ''
    local delta = '0'
    if direction == 'EXIT' and kind == 'NO_ENTRY' then
        delta = int(-tonumber(stay[S_ADJ_DELTA]))
    end
    local event = {
        kind, direction, '', '', args[4], int(now), stay[S_LANE], stay[S_CRED], root, stay[S_SESSION], decision,
        stay[S_RIGHT], stay[S_POOL], '0', stay[S_ENTRY_MS], delta, flags, '', '', args[5],
    }
    return { 'GRANTED', append(k, head, event, stays, tonumber(args[6])), counts(head) }
end

-- The flags of what has happened, with what the rules would have refused.
local function over_rules(head, stays, pool, given)
    local rules, flags = rules_of(head.cfg), given == '' and {} or { given }
    for _, stay in ipairs(stays) do
        if is_open(stay) and rules.passback ~= 'OFF' then
            flags[#flags + 1] = 'PASSBACK'
            break
        end
    end
    if rules.capacity >= 0 and head.open + head.adj >= rules.capacity then
        flags[#flags + 1] = 'LOT_FULL'
    end
    local spaces = pool_rule(rules.pools, pool)
    if spaces and pool_count(head.pools, pool) >= spaces then
        flags[#flags + 1] = 'POOL_FULL'
    end
    return table.concat(flags, '+')
end

-- ── happened ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- What has already happened or what an operator decides: applied, never refused. Only this takes a count over capacity.
-- KEYS head inside pass outbox answer
-- ARGV 1 now  2 kind  3 key  4 direction  5 lane  6 credential  7 root  8 session  9 decision  10 right  11 pool
--      12 entryMs  13 number (SET: the count to set)  14 flags  15 extra  16 answer's life, ms
-- kinds: RESTORED a passage confirmed after its grant had expired; SET count; RESET all stays closed; CLOSE one stay,
--        softly when flagged SOFT_CLOSED; PASSED a passage that nobody granted
-- Returns COLD | ANSWER standing event open adj at | GRANTED event open adj at [closed sessions, RESET only]
--   | NOT_OPEN (CLOSE: no such open stay)
local function happened(keys, args)
    local k = { head = keys[1], inside = keys[2], pass = keys[3], outbox = keys[4], answer = keys[5] }
    local now, kind, root = tonumber(args[1]), args[2], args[7]
    local head = read_head(k.head, now)
    if not head then
        return { 'COLD' }
    end
    local before = redis.call('GET', k.answer)
    if before then
        local where = earlier_answer(head, before)
        if where then
            return { 'ANSWER', where, before, counts(head) }
        end
    end
    local delta, stays, extra, flags = 0, {}, args[15], args[14]
    if kind == 'SET' then
        delta = tonumber(args[13]) - head.open - head.adj
    elseif kind == 'RESET' then
        delta = -head.adj
        local closed, over = {}, {}
        for _, packed in ipairs(redis.call('HVALS', k.inside)) do
            local there = read_stays(packed)
            add_softly_closed(over, there)
            for _, stay in ipairs(there) do
                if stay[S_STATE] ~= 'C' then
                    closed[#closed + 1] = stay[S_SESSION]
                end
            end
        end
        extra = with_sessions(with_sessions(extra, 'closed', closed), 'over', over)
    elseif kind == 'PASSED' then
        if args[4] == 'ENTRY' then
            delta = 1
        elseif head.adj > 0 then
            delta = -1
        end
    else
        stays = read_stays(redis.call('HGET', k.inside, root))
        if kind == 'CLOSE' then
            local _, stay = find_stay(stays, S_SESSION, args[8])
            if not stay or not is_open(stay) then
                return { 'NOT_OPEN' }
            end
        else
            extra = with_sessions(extra, 'over', add_softly_closed({}, stays))
            if head.cfg ~= '' then
                flags = over_rules(head, stays, args[11], flags)
            end
        end
    end
    local event = {
        kind, args[4], '', '', args[3], int(now), args[5], args[6], root, args[8], args[9], args[10], args[11], '0',
        args[12], int(delta), flags, '', '', extra,
    }
    return { 'GRANTED', append(k, head, event, stays, tonumber(args[16])), counts(head) }
end

-- ── untold ───────────────────────────────────────────────────────────────────────────────────────────────────────────
-- A grant that its own instance neither recorded nor marked, so no lane was told; a sweep is about to record it. The
-- caller has asked PostgreSQL, which does not have it. An entry at a lane without a loop gets a passage to confirm.
-- KEYS head inside pass outbox answer
-- ARGV 1 now  2 decision id  3 number of the grant  4 deadline for such a passage, unix ms  5 key  6 answer's life, ms
-- Returns COLD | NOT_PENDING (the grant is not in the outbox, is marked, or its passage was reported: it was told)
--   | ANSWER standing event open adj at | GRANTED event open adj at
local function untold(keys, args)
    local k = { head = keys[1], inside = keys[2], pass = keys[3], outbox = keys[4], answer = keys[5] }
    local now, decision = tonumber(args[1]), args[2]
    local head = read_head(k.head, now)
    if not head then
        return { 'COLD' }
    end
    local before = redis.call('GET', k.answer)
    local where = before and earlier_answer(head, before)
    if where then
        return { 'ANSWER', where, before, counts(head) }
    end
    local id = int(head.epoch) .. '-' .. args[3]
    local entry = redis.call('XRANGE', k.outbox, id, id)[1]
    local grant = entry and split(entry[2][2], '|')
    if not grant or grant[DECISION] ~= decision or grant[KIND] ~= grant[DIR] or tonumber(args[3]) <= head.mark then
        return { 'NOT_PENDING' }
    end
    local stays = read_stays(redis.call('HGET', k.inside, grant[ROOT]))
    local _, stay = find_stay(stays, S_DECISION, decision)
    local deadline, extra = '0', ''
    if stay and stay[S_STATE] ~= 'I' then
        deadline = stay[S_DEADLINE]
        extra = stay[S_STATE] == 'X' and stay[S_ADJ_DELTA] ~= '0' and 'lowered=1' or ''
    elseif grant[DEADLINE] ~= '0' or grant[KIND] == 'ENTRY' and not stay then
        return { 'NOT_PENDING' }
    elseif stay then
        deadline = args[4]
    end
    local event = {
        'UNTOLD', grant[DIR], '', '', args[5], int(now), grant[LANE], grant[CRED], grant[ROOT], grant[SESSION], decision,
        grant[RIGHT], grant[POOL], deadline, grant[ENTRY_MS], '0', 'UNTOLD', '', '', extra,
    }
    return { 'GRANTED', append(k, head, event, stays, tonumber(args[6])), counts(head) }
end

-- ── mark, done, confirm ──────────────────────────────────────────────────────────────────────────────────────────────
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

-- ── install ──────────────────────────────────────────────────────────────────────────────────────────────────────────
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

-- ── counts, sweep, put_right, guard ──────────────────────────────────────────────────────────────────────────────────
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
-- Returns COLD | OK epoch {events} {decisions overdue} mark
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
    return { 'OK', int(head.epoch), events, overdue, int(head.mark) }
end

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

redis.register_function('access', access)
redis.register_function('outcome', outcome)
redis.register_function('happened', happened)
redis.register_function('untold', untold)
redis.register_function{ function_name = 'mark', callback = mark, flags = { 'allow-oom' } }
redis.register_function{ function_name = 'done', callback = done, flags = { 'allow-oom' } }
redis.register_function{ function_name = 'confirm', callback = confirm, flags = { 'allow-oom' } }
redis.register_function('install', install)
redis.register_function{ function_name = 'lot_counts', callback = lot_counts, flags = { 'no-writes' } }
redis.register_function{ function_name = 'waiting', callback = waiting, flags = { 'no-writes' } }
redis.register_function('put_right', put_right)
redis.register_function('guard_claim', guard_claim)
redis.register_function('guard_back', guard_back)
redis.register_function('guard_undo', guard_undo)
