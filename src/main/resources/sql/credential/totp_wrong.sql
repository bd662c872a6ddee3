-- Notes a wrong value of a class T credential. The last of too many within the time locks it and tells the change log; while
-- it is locked nothing is noted.
-- $1 credential id  $2 now  $3 how many lock it, at least 2  $4 since when they count  $5 until when it is then locked
-- Result: the columns of PgTotpNotes; told: its version in the change log, null unless it was locked. No row while locked.
insert into totp_note as note (credential_id, wrong_at)
values ($1, array[$2::timestamptz])
on conflict (credential_id) do update
   set (wrong_at, locked_until) = (
       select case when count(*) < $3::bigint then array_agg(moment order by moment) else '{}' end,
              case when count(*) < $3::bigint then null else $5::timestamptz end
         from unnest(note.wrong_at || $2::timestamptz) as moment
        where moment > $4::timestamptz)
 where note.locked_until is null or note.locked_until <= $2
returning credential_id, drift_steps, locked_until, releases,
    case when locked_until is not null then record_change('TOTP', credential_id) end as told
