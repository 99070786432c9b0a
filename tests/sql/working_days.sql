-- Working days between two days, against counting them day by day.
BEGIN;
SELECT plan(19);
SET LOCAL datestyle = 'ISO';

-- Friday 17 May 2024 to Monday 20 May; Tet 2024 was 8 to 14 February, Saturday 4 May a working day.
SELECT is(motcua.working_days_between(v.a, v.b), v.days, format('from %s to %s', v.a, v.b))
FROM (VALUES (date '2024-05-17', date '2024-05-17', 0), ('2024-05-17', '2024-05-18', 0), ('2024-05-17', '2024-05-20', 1), ('2024-05-18', '2024-05-19', 0), ('2024-05-18', '2024-05-20', 1),
             ('2024-02-07', '2024-02-14', 0), ('2024-02-07', '2024-02-15', 1), ('2024-05-03', '2024-05-06', 2), ('2024-01-01', '2024-12-31', 251),
             ('2024-05-20', '2024-05-17', -1), ('2024-05-20', '2024-05-18', 0), ('2024-05-19', '2024-05-17', -1), ('2024-05-06', '2024-05-03', -2)) AS v (a, b, days);
-- 2024: 366 days, 104 of a weekend, 12 weekdays off, 1 Saturday made up; 1 January is the day that is counted from.
SELECT is(motcua.working_days_between('2023-12-31', '2024-12-31'), 366 - 104 - 12 + 1, 'a whole year');

-- Every pair over holidays, weekends and make-up days, beyond both ends of the calendar, and rows that say what the weekday says.
INSERT INTO motcua.calendar_day VALUES ('2024-05-18', false, 'a Saturday is off'), ('2024-05-20', true, 'a Monday is on');
CREATE TEMPORARY TABLE day ON COMMIT DROP AS
    SELECT g::date AS day, motcua.is_working_day(g::date) AS working, count(*) FILTER (WHERE motcua.is_working_day(g::date)) OVER (ORDER BY g) AS number
    FROM (SELECT g FROM generate_series('2024-01-25'::timestamp, '2024-06-10', '1 day') AS g UNION SELECT g FROM generate_series('2021-12-20'::timestamp, '2022-01-20', '1 day') AS g
          UNION SELECT g FROM generate_series('2027-12-20'::timestamp, '2028-01-20', '1 day') AS g UNION SELECT g FROM generate_series('2025-12-20'::timestamp, '2026-03-01', '1 day') AS g) AS g;
CREATE TEMPORARY TABLE pair ON COMMIT DROP AS
    SELECT a.day AS a, b.day AS b, CASE WHEN a.day <= b.day THEN b.number - a.number
        ELSE (b.number - b.working::integer) - (a.number - a.working::integer) END AS days
    FROM day AS a JOIN day AS b ON abs(b.day - a.day) < 140;
SELECT cmp_ok(count(*)::integer, '>', 25000, 'pairs to look at') FROM pair;
SELECT is_empty($$ SELECT * FROM pair WHERE motcua.working_days_between(a, b) <> days $$, 'one by one it is the number of working days');
SELECT is_empty($$ SELECT * FROM pair CROSS JOIN LATERAL motcua.working_days(a, b) AS w WHERE w.days IS DISTINCT FROM pair.days $$, 'and so it is for many at once');
SELECT is_empty($$ SELECT a, b FROM pair WHERE abs(b - a) < 40 AND motcua.add_working_days(a, motcua.working_days_between(a, b)) IS DISTINCT FROM (
    CASE WHEN a <= b THEN (SELECT coalesce(max(d.day), a) FROM day AS d WHERE d.working AND d.day > a AND d.day <= b)
         ELSE (SELECT coalesce(min(d.day), a) FROM day AS d WHERE d.working AND d.day < a AND d.day >= b) END) $$,
    'so many working days on is the last working day up to the end, or back the first from it on');
SELECT is_empty($$ SELECT d, n FROM generate_series('2023-01-01'::timestamp, '2026-06-30', '11 days') AS d, generate_series(-30, 30) AS n
    WHERE motcua.working_days_between(d::date, motcua.add_working_days(d::date, n)) <> n $$, 'and the way back from there is as long');

SELECT * FROM finish();
ROLLBACK;
