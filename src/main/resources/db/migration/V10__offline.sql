-- Whether a right opens a lane that can ask nobody: always, while the lane's pack is fresh, or never.
alter table access_right add column offline_policy text not null default 'CACHED'
    check (offline_policy in ('ALWAYS', 'CACHED', 'NEVER'));

-- What a lane does with entries once its pack is stale: only those whose right is ALWAYS, all as if it were fresh, or none.
alter table place add column stale_pack text not null default 'ALWAYS_RIGHTS'
    check (stale_pack in ('ALWAYS_RIGHTS', 'AS_FRESH', 'NO_ENTRY'));

-- A lane refused by itself while it could ask nobody, and why in its own word; null: the service refused.
alter table scan_denial add column offline_reason text check (offline_reason ~ '^[A-Z][A-Z0-9_]{0,63}$');

-- An exit of which the entry is told of later is found by it.
create index access_event_by_session on access_event (session_id)
    where kind = 'EXIT' and session_id is not null and 'NO_OPEN_SESSION' = any (flags);
