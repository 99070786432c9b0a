-- Working days: the weeks of the announced holidays, and arithmetic on them.
BEGIN;
SELECT plan(13);
SET LOCAL datestyle = 'ISO';

-- Tet 2024: 8 to 14 February. 29 April 2024 was made up for on Saturday, 4 May.
SELECT results_eq($$ SELECT g::date FROM generate_series('2024-02-05'::timestamp, '2024-02-18', '1 day') AS g WHERE motcua.is_working_day(g::date) $$,
    $$ VALUES (date '2024-02-05'), ('2024-02-06'), ('2024-02-07'), ('2024-02-15'), ('2024-02-16') $$, 'Tet is no working time');
SELECT results_eq($$ SELECT g::date FROM generate_series('2024-04-27'::timestamp, '2024-05-06', '1 day') AS g WHERE motcua.is_working_day(g::date) $$,
    $$ VALUES (date '2024-05-02'), ('2024-05-03'), ('2024-05-04'), ('2024-05-06') $$, 'a Saturday that makes up is one');
-- Art. 112: 11 days a year up to 2025, and one more since the day of culture; moved days cancel out.
SELECT results_eq($$ SELECT extract(year FROM g)::integer, count(*)::integer FROM generate_series('2023-01-01'::timestamp, '2027-12-31', '1 day') AS g
    WHERE extract(isodow FROM g) < 6 AND NOT motcua.is_working_day(g::date) GROUP BY 1 ORDER BY 1 $$,
    $$ VALUES (2023, 11), (2024, 12), (2025, 12), (2026, 14), (2027, 12) $$, 'each year has its weekdays off');
SELECT results_eq($$ SELECT extract(year FROM day)::integer, count(*)::integer FROM motcua.calendar_day WHERE working GROUP BY 1 ORDER BY 1 $$,
    $$ VALUES (2024, 1), (2025, 1), (2026, 2) $$, 'and the days that make up for those that were moved');
SELECT is_empty($$ SELECT * FROM motcua.calendar_day WHERE working = (extract(isodow FROM day) < 6) $$, 'no row says what the weekday says anyway');

SELECT is(motcua.add_working_days('2024-05-15', 0), '2024-05-15', 'no day on');
SELECT is(motcua.add_working_days('2024-05-18', 0), '2024-05-18', 'no day on, from a Saturday');
SELECT is(motcua.add_working_days('2024-05-17', 1), '2024-05-20', 'a day on from a Friday');
SELECT is(motcua.add_working_days('2024-02-07', 1), '2024-02-15', 'a day on from the eve of Tet');
SELECT is(motcua.add_working_days('2024-05-06', -2), '2024-05-03', 'two days back over the Saturday that makes up');
SELECT is_empty($$ SELECT d, n FROM generate_series('2023-01-01'::timestamp, '2026-06-30', '17 days') AS d, generate_series(1, 40, 3) AS n
    WHERE (SELECT count(*) FROM generate_series(d + interval '1 day', motcua.add_working_days(d::date, n), '1 day') AS g WHERE motcua.is_working_day(g::date)) <> n
       OR NOT motcua.is_working_day(motcua.add_working_days(d::date, n)) $$, 'n days on lie n working days, the last of them that day');
SELECT throws_ok($$ SELECT motcua.add_working_days('2024-05-15', 10001) $$, '22023', '10001 working days are too many', 'an absurd distance is an error');
INSERT INTO motcua.calendar_day VALUES ('2024-05-20', false, 'storm');
SELECT is(motcua.add_working_days('2024-05-17', 1), '2024-05-21', 'the calendar is data');

SELECT * FROM finish();
ROLLBACK;
