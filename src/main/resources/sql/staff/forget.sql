-- Forgets old tries and sessions that are over, some at a time; whatever others hold is left.
-- $1 timestamptz now
with tries as (
    delete from sign_in_try where name_sha256 in (
        select name_sha256 from sign_in_try
        where last_at < $1::timestamptz - interval '1 hour' and (locked_until is null or locked_until <= $1::timestamptz)
        limit 100 for update skip locked)
)
delete from staff_session where token_sha256 in (
    select token_sha256 from staff_session where expires_at <= $1::timestamptz limit 100 for update skip locked)
