-- Counts a try to sign in before the password is looked at, so that many at once are as many. The fifth within an hour locks the
-- name for 30 s, each further one for twice as long, at most 15 minutes; while it is locked nothing is counted.
-- $1 bytea name_sha256, $2 timestamptz now
-- → locked_until timestamptz or null: let in, and how long others now wait; no row: it is locked
insert into sign_in_try as t (name_sha256, tries, last_at)
values ($1, 1, $2::timestamptz)
on conflict (name_sha256) do update set
    tries = case when t.last_at < $2::timestamptz - interval '1 hour' then 1 else t.tries + 1 end,
    last_at = $2::timestamptz,
    locked_until = case when t.last_at >= $2::timestamptz - interval '1 hour' and t.tries + 1 >= 5
        then $2::timestamptz + least(30 * 2 ^ least(t.tries + 1 - 5, 10), 900) * interval '1 s' end
where t.locked_until is null or t.locked_until <= $2::timestamptz
returning locked_until
