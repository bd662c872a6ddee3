-- Eight days of a lot that nobody has asked for yet, so that plots of it have something to show: an event each ten minutes, some
-- hundred and fifty cars at noon, few at night, and a stay for each exit.
-- {lot}   the lot
-- {zone}  its time zone
insert into access_event (lot_id, seq, epoch, key, kind, direction, event_time, received_time, lane_id, session_id, decision_id,
                          open_after, adjustment_after)
select '{lot}', n, 1, 'past-' || n, way, way, at, at, '{lot}-' || lower(way),
       case when way = 'EXIT' then gen_random_uuid() end, gen_random_uuid(), 0, cars
from (select n, at, case when (n % 5) in (0, 2, case when cos((hour - 3) * pi() / 12) > 0 then 4 else 0 end) then 'EXIT' else 'ENTRY' end as way,
             greatest(3, round((case when extract(isodow from at at time zone '{zone}') > 5 then 45 else 90 end) * (1 - cos((hour - 3) * pi() / 12)) + 8 * sin(n * 0.7)))::int as cars
      from (select n, now() - (1152 - n) * interval '10 minutes' - interval '1 minute' as at from generate_series(1, 1152) as n) step,
           lateral (select extract(hour from at at time zone '{zone}') + extract(minute from at) / 60.0 as hour) clock) past;

insert into session (id, lot_id, status, started_at, entry_lane, entry_time, entry_pass_type, exit_lane, exit_time, exit_pass_type, last_seq)
select session_id, lot_id, 'COMPLETED', entered, '{lot}-entry', entered, 'AUTO', lane_id, event_time, 'AUTO', seq
from (select *, event_time - (12 + (seq * 37) % 290) * interval '1 minute' as entered
      from access_event where lot_id = '{lot}' and session_id is not null) gone;

insert into scan_denial (decision_id, scan_id, lot_id, lane_id, direction, reason, event_time, received_time)
select gen_random_uuid(), gen_random_uuid(), '{lot}', '{lot}-entry', 'ENTRY',
       (array['NO_RIGHT_HERE', 'STALE_CODE', 'NO_RIGHT_HERE', 'PASSBACK', 'NO_RIGHT_HERE', 'STALE_CODE', 'REVOKED'])[1 + n % 7], at, at
from (select n, now() - n * interval '9 minutes' as at from generate_series(20, 150) as n) refused;

insert into lot_head (lot_id, epoch, last_seq) values ('{lot}', 1, 1152);
