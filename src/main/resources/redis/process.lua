-- The process: a head is trusted only in the one in which it was installed.
-- These locals die with the process.
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
