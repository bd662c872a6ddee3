-- The rules of a lot, its pools and the rights of a credential, as they are packed.

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
