#!lua name=parkgate
-- Who is inside a lot, and the only code that changes it. docs/protocol/RULES.md says the rules, FENCE.md why it is safe.
-- The first part of the library; parkgate.scan.LotLibrary puts the parts together. A file each: access, outcome, happened,
-- offline, untold, install, guard, right, recorded (mark, done, confirm), looks (lot_counts, waiting); the others are what these share.
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
