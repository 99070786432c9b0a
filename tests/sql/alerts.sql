-- Standing periods, snapshots and alerts.
BEGIN;
SELECT plan(27);
\ir include/dossier.sql

CREATE FUNCTION pg_temp.periods(on_day date, year_start text DEFAULT '01-01') RETURNS text
    LANGUAGE sql
    RETURN (SELECT string_agg(period_from || '..' || period_to, ' ' ORDER BY period_from, period_to) FROM stats.standing_periods(on_day, year_start));
SELECT is(pg_temp.periods('2024-01-31'), '2023-01-01..2023-12-31 2023-07-01..2023-12-31 2023-10-01..2023-12-31 2023-12-01..2023-12-31 2024-01-01..2024-01-31 2024-01-01..2024-03-31 2024-01-01..2024-06-30 2024-01-01..2024-12-31',
    'standing periods on 31 January: those that ended within a month too, so that whole periods are stored');
SELECT is(pg_temp.periods('2024-02-29'), '2024-01-01..2024-01-31 2024-01-01..2024-03-31 2024-01-01..2024-06-30 2024-01-01..2024-12-31 2024-02-01..2024-02-29', 'on 29 February');
SELECT is(pg_temp.periods('2024-03-31'), '2024-01-01..2024-03-31 2024-01-01..2024-06-30 2024-01-01..2024-12-31 2024-02-01..2024-02-29 2024-03-01..2024-03-31', 'on 31 March');
SELECT is(pg_temp.periods('2024-12-31'), '2024-01-01..2024-12-31 2024-07-01..2024-12-31 2024-10-01..2024-12-31 2024-11-01..2024-11-30 2024-12-01..2024-12-31', 'on 31 December');
SELECT is(pg_temp.periods('2024-12-07', '12-07'), '2023-12-07..2024-12-06 2024-01-01..2024-12-31 2024-07-01..2024-12-31 2024-10-01..2024-12-31 2024-11-01..2024-11-30 2024-12-01..2024-12-31 2024-12-07..2025-12-06', 'on 7 December, when a reporting year begins');
SELECT is(pg_temp.periods('2024-06-06', '12-07'), '2023-12-07..2024-12-06 2024-01-01..2024-06-30 2024-01-01..2024-12-31 2024-04-01..2024-06-30 2024-05-01..2024-05-31 2024-06-01..2024-06-30', 'a reporting year that begins on 7 December comes on top');

SET LOCAL motcua.today = '2024-03-15';
SELECT motcua.begin_run('stats', NULL, false) AS run \gset
INSERT INTO motcua.office (code, name, parent) VALUES ('H48', NULL, NULL), ('H48.23', NULL, 'H48'), ('H48.23.25', 'UBND xã Tịnh Châu', 'H48.23'), ('H48.24', NULL, 'H48');
CREATE FUNCTION pg_temp.resolve(office text, late integer, in_time integer) RETURNS void
    LANGUAGE sql
AS $$
    INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, due_at_first, finished_at)
    SELECT 's', gen_random_uuid(), office, office, 9, '2024-02-05 09:00', '2024-02-20 15:00', '2024-02-20 15:00',
           CASE WHEN i <= late THEN '2024-02-21 10:00' ELSE '2024-02-19 10:00' END::timestamptz
    FROM generate_series(1, late + in_time) AS i
$$;

-- A snapshot holds every rate of the five periods; the next one what has changed since.
SELECT pg_temp.resolve('H48.23.25', 3, 97) \g /dev/null
-- 5 offices, 5 periods; what is a sum of days is not stored.
SELECT is(stats.take_snapshot(:run), (SELECT 25 * count(*) FROM motcua.rate WHERE measure = 'dossiers'), 'the first snapshot stores every figure');
SELECT is(stats.take_snapshot(:run), 0::bigint, 'the second stores nothing');
SELECT set_eq($$ SELECT office::text, period_from, numerator, denominator, percent FROM stats.snapshot WHERE profile = 'report' AND rate = 'late' AND denominator > 0 $$,
    $$ SELECT o, f, 3::bigint AS n, 100::bigint AS d, 3.00 FROM unnest('{H48,H48.23,H48.23.25}'::text[]) AS o, unnest('{2024-01-01,2024-02-01}'::date[]) AS f $$, 'figures as they were');
SELECT is(count(*), 9::bigint, 'year, half, quarter and month before of three offices') FROM stats.snapshot WHERE profile = 'report' AND rate = 'late' AND denominator > 0 AND period_from = '2024-01-01';
SELECT is(published_numerator, 3::bigint, 'a half-year has figures to restate') FROM stats.restated('2024-01-01', '2024-06-30') WHERE office = 'H48' AND figure = 'late';
UPDATE motcua.dossier SET returned_at = finished_at;
SELECT is(stats.take_snapshot(:run), 0::bigint, 'a change that changes no figure is none');

-- An alert is raised by what the run has stored.
CREATE FUNCTION pg_temp.raised(of_run bigint) RETURNS TABLE (office text, kind text)
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM stats.take_snapshot(of_run);
    RETURN QUERY SELECT a.office, a.kind FROM motcua.update_alerts(of_run, 'report', 3, 2.5, '{3,5}', 20, 10) AS a;
END;
$$;

-- Exactly 3 % is not above 3 %.
SELECT is_empty('SELECT * FROM stats.late_offices(3)', '3/100 does not alert at 3 %');
SELECT is_empty(format('SELECT * FROM pg_temp.raised(%s)', :run), 'and raises nothing');
DELETE FROM motcua.dossier;
SELECT pg_temp.resolve('H48.23.25', 302, 9764) \g /dev/null
SELECT set_eq('SELECT office::text, numerator, denominator, also_below FROM stats.late_offices(3)',
    $$ VALUES ('H48', 302::bigint, 10066::bigint, true), ('H48.23', 302, 10066, true), ('H48.23.25', 302, 10066, false) $$,
    '3.0002 % does, although it is shown as 3.00; offices above that only repeat the figures say so');
SELECT is_empty('SELECT * FROM stats.late_offices(3.001)', 'a threshold may have decimals');
SELECT isnt_empty('SELECT * FROM stats.late_offices(3.0001)', 'and is compared exactly');

-- Once an office and reporting year.
DELETE FROM motcua.dossier;
SELECT pg_temp.resolve('H48.23.25', 39, 1232) \g /dev/null
SELECT pg_temp.resolve('H48.24', 0, 100) \g /dev/null
SELECT set_eq(format('SELECT * FROM pg_temp.raised(%s)', :run), $$ VALUES ('H48.23', 'late'), ('H48.23.25', 'late') $$, 'alerts are raised; the top is diluted below 3 %');
SELECT set_eq('SELECT kind, office::text, period_from, period_to, counted_to, threshold_percent, numerator, denominator, percent FROM stats.alert',
    $$ SELECT 'late', o, date '2024-01-01' AS f, date '2024-12-31' AS t, date '2024-03-15' AS c, 3::numeric AS p, 39::bigint AS n, 1271::bigint AS d, 3.07 AS r FROM unnest('{H48.23,H48.23.25}'::text[]) AS o $$, 'with their figures');
SELECT is_empty(format('SELECT * FROM pg_temp.raised(%s)', :run), 'the same day again raises nothing');
SELECT pg_temp.resolve('H48.24', 50, 0) \g /dev/null
SET LOCAL motcua.today = '2024-12-31';
SELECT set_eq(format('SELECT * FROM pg_temp.raised(%s)', :run), $$ VALUES ('H48', 'late'), ('H48', 'step'), ('H48.24', 'late'), ('H48.24', 'step'), ('H48.23', 'escalated'), ('H48.23.25', 'escalated') $$,
    'later in the year who is new, and what has not fallen');
SET LOCAL motcua.today = '2025-01-01';
SELECT is_empty(format('SELECT * FROM pg_temp.raised(%s)', :run), 'a new year begins without a late dossier');
UPDATE motcua.dossier SET finished_at = '2025-01-01 09:00' WHERE handling_office = 'H48.24' AND timeliness = 'late';
SELECT set_has(format('SELECT * FROM pg_temp.raised(%s)', :run), $$ VALUES ('H48.24', 'late') $$, 'and alerts once more');
-- The reporting year from 7 December holds the whole winter.
SET LOCAL motcua.today = '2024-03-15';
SELECT set_eq($$ SELECT DISTINCT period_from, period_to, counted_to FROM stats.late_offices(3, '12-07') $$, $$ VALUES (date '2023-12-07', date '2024-12-06', date '2024-03-15') $$, 'the reporting year is a setting');

-- A profile may count otherwise: the alert goes by the one of the settings.
SELECT is(motcua.alert_profile('', 'report'), 'report', 'the profile of all figures');
SELECT is(motcua.alert_profile('', 'decree61'), 'report', 'or report, when that has no late rate');
SELECT is(motcua.alert_profile('tinh', 'report'), 'tinh', 'or one of its own');

SELECT * FROM finish();
ROLLBACK;
