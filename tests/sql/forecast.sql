-- What becomes overdue, which letters have to go out, and who passes the ceiling if nothing is done.
BEGIN;
SELECT plan(23);
\ir include/dossier.sql
-- A Monday of an ordinary fortnight.
SET LOCAL motcua.today = '2024-05-20';

SELECT pg_temp.add('open ' || i, 4, '2024-05-02 09:00', (timestamp '2024-05-15 17:00' + i * interval '1 day')::text) FROM generate_series(0, 24) AS i \g /dev/null
-- Due on 15, 16, 17, 18, 19 May: five are overdue today.
SELECT results_eq($$ SELECT day, working_days_ahead, falling_due, overdue FROM stats.overdue_forecast(6) $$,
    $$ VALUES (date '2024-05-20', 0, NULL::bigint, 5::bigint), ('2024-05-21', 1, 1, 6), ('2024-05-22', 2, 1, 7), ('2024-05-23', 3, 1, 8), ('2024-05-24', 4, 1, 9),
              ('2024-05-27', 5, 3, 12), ('2024-05-28', 6, 1, 13) $$, 'a weekend adds three on Monday');
SELECT is(count(*), 11::bigint, 'today and ten working days') FROM stats.overdue_forecast();
-- The same as the figures will say on that day, when nobody has done anything.
CREATE FUNCTION pg_temp.overdue_on(day date) RETURNS bigint
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM set_config('motcua.today', day::text, true);
    RETURN (SELECT c.pending_overdue FROM stats.counts(date '2024-05-01', day) AS c WHERE c.office = 'H01');
END;
$$;
CREATE TEMPORARY TABLE expected AS SELECT * FROM stats.overdue_forecast(15, 'H01');
SELECT is_empty($$ SELECT day, overdue FROM expected WHERE overdue IS DISTINCT FROM pg_temp.overdue_on(day) $$, 'each day''s forecast is that day''s figure');
SET LOCAL motcua.today = '2024-05-20';
SELECT is(count(*), 16::bigint, 'on sixteen days') FROM expected;

-- Letters: at least a day before the first due day.
SELECT results_eq('SELECT code, letter_by FROM stats.letters_due(0)', $$ VALUES ('open 6', date '2024-05-20') $$, 'due tomorrow: the letter goes out today');
SELECT results_eq('SELECT code, letter_by FROM stats.letters_due(1)', $$ VALUES ('open 6', date '2024-05-20'), ('open 7', '2024-05-21') $$, 'and one tomorrow');
SELECT set_eq('SELECT code, letter_by FROM stats.letters_due(4) WHERE letter_by > date ''2024-05-23''',
    $$ VALUES ('open 10', date '2024-05-24'), ('open 11', '2024-05-24'), ('open 12', '2024-05-24') $$, 'those due from Saturday to Monday on Friday');
UPDATE motcua.dossier SET apology_at = '2024-05-17 10:00' WHERE code = 'open 6';
UPDATE motcua.dossier SET due_at = '2024-06-28 17:00' WHERE code = 'open 7';
UPDATE motcua.dossier SET due_at = '2024-05-22 17:00', due_at_first = '2024-05-10 17:00' WHERE code = 'open 8';
SELECT results_eq('SELECT code FROM stats.letters_due(1)', $$ VALUES ('open 7') $$, 'none for one that has it, one for an appointment that was only moved, none for one that is long lost');
INSERT INTO motcua.office (code) VALUES ('H02');
SELECT is_empty($$ SELECT * FROM stats.letters_due(1, 'H02') $$, 'of an office: none');
SELECT is(count(*), 1::bigint, 'of an office: one') FROM stats.letters_due(1, 'H01');
SELECT throws_ok('SELECT * FROM stats.letters_due(-1)', '22023', '-1 is not a number of working days ahead', 'not a number of days');

-- The ceiling: as many late ones as integers allow, and not one more.
SELECT is_empty($$ SELECT late, resolved FROM generate_series(0, 12) AS late, generate_series(late, 300, 7) AS resolved, LATERAL (SELECT motcua.late_allowed(late, resolved, 3) AS k) AS a
    WHERE late * 100 <= 3 * resolved AND NOT ((late + k) * 100 <= 3 * (resolved + k) AND (late + k + 1) * 100 > 3 * (resolved + k + 1)) $$, 'the next late one passes the ceiling');
SELECT is(motcua.late_allowed(4, 100, 3), 0::bigint, 'none when it is passed');
SELECT is(motcua.late_allowed(4, 100, 100), NULL, 'nothing passes 100 %');

DELETE FROM motcua.dossier;
INSERT INTO motcua.office (code, name, parent) VALUES ('P', 'Above', NULL), ('P.1', 'Near', 'P'), ('P.2', 'Far', 'P'), ('P.3', 'Over', 'P'), ('P.4', 'Lost', 'P');
-- Each has resolved 200 this year; 6 late ones are 3.00 %, and (5 + 1) / 201 is below it.
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, due_at_first, finished_at)
SELECT 's', o.office || ' ' || i, o.office, o.office, 9, '2024-03-01 09:00', due, due, timestamptz '2024-03-20 10:00'
FROM (VALUES ('P.1', 5), ('P.2', 0), ('P.3', 7), ('P.4', 6)) AS o (office, late), generate_series(1, 200) AS i, LATERAL (SELECT CASE WHEN i <= late THEN timestamptz '2024-03-15' ELSE '2024-03-25' END AS due) AS d;
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, due_at_first)
SELECT 's', o || ' open ' || due, o, o, 4, '2024-05-02 09:00', due::timestamptz, due::timestamptz
FROM unnest('{P.1,P.2,P.3,P.4}'::text[]) AS o, unnest('{2024-05-18 17:00,2024-05-21 17:00,2024-05-23 17:00,2024-07-01 17:00}'::text[]) AS due;
SELECT results_eq($$ SELECT office, late, resolved, percent, late_allowed, overdue, percent_with_overdue, crossed_on, state FROM stats.ceiling_forecast() WHERE office LIKE 'P%' $$,
    $$ VALUES ('P', 18::bigint, 800::bigint, 2.25, 6::bigint, 4::bigint, 2.74, date '2024-05-22', 'soon'), ('P.1', 5, 200, 2.50, 1, 1, 2.99, '2024-05-22', 'soon'),
              ('P.2', 0, 200, 0.00, 6, 1, 0.50, NULL, 'below'), ('P.3', 7, 200, 3.50, 0, 1, 3.98, NULL, 'above'), ('P.4', 6, 200, 3.00, 0, 1, 3.48, '2024-05-20', 'inevitable') $$,
    'where each stands');
SELECT is(state, 'below', 'further off with fewer days') FROM stats.ceiling_forecast(1) WHERE office = 'P.1';
SELECT is(state, 'below', 'or with a higher ceiling') FROM stats.ceiling_forecast(10, 5) WHERE office = 'P.1';
SELECT is(late, 0::bigint, 'the year is the reporting year') FROM stats.ceiling_forecast(10, 3, '04-01') WHERE office = 'P.1';
SELECT results_eq($$ SELECT code, place, late_allowed FROM stats.ceiling_dossiers('P.1') $$,
    $$ VALUES ('P.1 open 2024-05-21 17:00', 2::bigint, 1::bigint), ('P.1 open 2024-05-23 17:00', 3, 1) $$, 'the second late one is too many, and any after it');
SELECT results_eq($$ SELECT code, place FROM stats.ceiling_dossiers('P') $$,
    $$ VALUES ('P.3 open 2024-05-21 17:00', 7::bigint), ('P.4 open 2024-05-21 17:00', 8), ('P.1 open 2024-05-23 17:00', 9), ('P.2 open 2024-05-23 17:00', 10), ('P.3 open 2024-05-23 17:00', 11), ('P.4 open 2024-05-23 17:00', 12) $$,
    'of a parent those of its offices');
SELECT set_eq('SELECT ceiling_office, count(*) FROM stats.ceiling_dossiers() GROUP BY 1', $$ VALUES ('P', 6::bigint), ('P.1', 2), ('P.4', 2) $$, 'of all offices at once');
SELECT is(count(*), 0::bigint, 'an office above it is past pushing') FROM stats.ceiling_dossiers('P.3');
SELECT is(count(*), 0::bigint, 'one far below is not near it') FROM stats.ceiling_dossiers('P.2');

SELECT * FROM finish();
ROLLBACK;
