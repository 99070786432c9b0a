-- What is due soon, in working days, and until when a letter goes out in time.
BEGIN;
SELECT plan(17);
\ir include/dossier.sql
-- A Thursday; Monday and Tuesday after the weekend are 29 April (moved) and 30 April, 1 May is a holiday, 2 May a Thursday.
SET LOCAL motcua.today = '2024-04-25';

INSERT INTO motcua.procedure (code, name) VALUES ('1', 'Khai sinh'), ('2', 'Chứng thực');
SELECT pg_temp.add('due yesterday', 4, '2024-04-01 09:00', '2024-04-24 17:00') \g /dev/null
SELECT pg_temp.add('due today, hour gone', 4, '2024-04-01 09:00', '2024-04-25 00:00:01') \g /dev/null
SELECT pg_temp.add('due today, at its end', 4, '2024-04-01 09:00', '2024-04-25 00:00') \g /dev/null
SELECT pg_temp.add('due tomorrow', 4, '2024-04-01 09:00', '2024-04-26 23:59:59') \g /dev/null
SELECT pg_temp.add('due on Sunday', 5, '2024-04-02 09:00', '2024-04-28 17:00') \g /dev/null
SELECT pg_temp.add('due on the last day off', 6, '2024-04-02 09:00', '2024-05-01 23:59:59') \g /dev/null
SELECT pg_temp.add('due on the next working day', 2, '2024-04-02 09:00', '2024-05-02 00:00') \g /dev/null
SELECT pg_temp.add('due on the day after', 2, '2024-04-02 09:00', '2024-05-03 08:00') \g /dev/null
-- Not open, not counted, or without a due date.
SELECT pg_temp.add('closed', 9, '2024-04-01 09:00', '2024-04-26 17:00', '2024-04-24 10:00') \g /dev/null
SELECT pg_temp.add('status ' || s, s, '2024-04-01 09:00', '2024-04-26 17:00') FROM unnest('{1,3}'::integer[]) AS s \g /dev/null
SELECT pg_temp.add('no reception', 4, NULL, '2024-04-26 17:00') \g /dev/null
SELECT pg_temp.add('reception tomorrow', 4, '2024-04-26 09:00', '2024-04-26 17:00') \g /dev/null
SELECT pg_temp.add('no due', 4, '2024-04-01 09:00') \g /dev/null

SELECT set_eq($$ SELECT code, working_days_left FROM stats.near_due(0) $$, $$ VALUES ('due today, hour gone', 0), ('due today, at its end', 0) $$, 'today, by date and not by the hour');
SELECT set_eq($$ SELECT code FROM stats.near_due(1) EXCEPT SELECT code FROM stats.near_due(0) $$,
    $$ VALUES ('due tomorrow'), ('due on Sunday'), ('due on the last day off') $$, 'tomorrow is the last working day before days off that follow');
SELECT set_eq($$ SELECT code, working_days_left FROM stats.near_due(2) EXCEPT SELECT code, working_days_left FROM stats.near_due(1) $$, $$ VALUES ('due on the next working day', 2) $$, 'over the holidays');
SELECT is(count(*), 7::bigint, 'three days unless told otherwise') FROM stats.near_due();
SELECT set_eq($$ SELECT code FROM stats.near_due(3) WHERE paused $$, $$ VALUES ('due on Sunday'), ('due on the last day off') $$, 'what waits for the citizen is marked');
SELECT results_eq('SELECT due_on FROM stats.near_due(3)', 'SELECT due_on FROM stats.near_due(3) ORDER BY due_on', 'the most urgent first');
SELECT throws_ok(format('SELECT * FROM stats.near_due(%s)', coalesce(n, 'NULL')), '22023', coalesce(n, 'null') || ' is not a number of working days ahead', 'not a number of days: ' || coalesce(n, 'null')) FROM unnest('{-1,367,NULL}'::text[]) AS n;

-- A letter goes out a day before the first due day, on a working day.
SELECT set_eq($$ SELECT code, letter_by, letter FROM stats.near_due(3) $$,
    $$ VALUES ('due today, hour gone', date '2024-04-24', 'missed'), ('due today, at its end', '2024-04-24', 'missed'), ('due tomorrow', '2024-04-25', 'possible'),
        ('due on Sunday', '2024-04-26', 'possible'), ('due on the last day off', '2024-04-26', 'possible'), ('due on the next working day', '2024-04-26', 'possible'),
        ('due on the day after', '2024-05-02', 'possible') $$, 'the last day for a letter');
UPDATE motcua.dossier SET apology_at = '2024-04-24 10:00', due_at = '2024-05-03 17:00' WHERE code = 'due tomorrow';
UPDATE motcua.dossier SET due_at = '2024-05-03 17:00' WHERE code = 'due yesterday';
SELECT set_eq($$ SELECT code, letter_by, letter FROM stats.near_due(3) WHERE code IN ('due tomorrow', 'due yesterday') $$,
    $$ VALUES ('due tomorrow', date '2024-04-25', 'sent'), ('due yesterday', '2024-04-23', 'missed') $$, 'it counts from the first due day, not from a moved one');

-- Per office, with its subtree, and procedure.
INSERT INTO motcua.office (code, name, parent) VALUES ('H01.1', 'Below', 'H01'), ('H02', 'Other', NULL);
UPDATE motcua.dossier SET handling_office = 'H01.1', procedure = '1' WHERE code LIKE 'due on%';
UPDATE motcua.dossier SET handling_office = 'H02', procedure = '2' WHERE code = 'due tomorrow';
SELECT set_eq($$ SELECT code FROM stats.near_due(3, 'H01.1') $$, $$ SELECT code FROM motcua.dossier WHERE code LIKE 'due on%' $$, 'of one office');
SELECT is(count(*), 7::bigint, 'of one office with those below it') FROM stats.near_due(3, 'H01');
SELECT set_eq($$ SELECT office, procedure_name, near_due, due_today, paused, letter_possible, first_due_on FROM stats.near_due_counts(3) $$,
    $$ VALUES ('H01', NULL, 3::bigint, 2::bigint, 0::bigint, 0::bigint, date '2024-04-25'), ('H01.1', 'Khai sinh', 4, 0, 2, 4, '2024-04-28'), ('H02', 'Chứng thực', 1, 0, 0, 0, '2024-05-03') $$,
    'counted per office and procedure');
SELECT is(sum(near_due), 4::numeric, 'counted for one office') FROM stats.near_due_counts(3, 'H01.1');

-- Whatever the calendar: as many as a plain reading of the table says, for every day of two years.
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, due_at_first)
SELECT 'many', i::text, 'H02', 'H02', 4, timestamptz '2023-12-01 09:00', due, due FROM generate_series(1, 900) AS i, LATERAL (SELECT timestamptz '2024-01-01 00:00' + i * interval '17 hours' AS due) AS d;
CREATE FUNCTION pg_temp.differing(n integer) RETURNS SETOF date
    LANGUAGE plpgsql
AS $$
DECLARE
    today date;
    listed bigint;
    counted bigint;
BEGIN
    FOR today IN SELECT g::date FROM generate_series('2024-01-01'::timestamp, '2025-06-30', '3 days') AS g LOOP
        PERFORM set_config('motcua.today', today::text, true);
        SELECT count(*) INTO listed FROM stats.near_due(n, 'H02') WHERE source = 'many';
        SELECT count(*) INTO counted FROM motcua.dossier AS d WHERE d.source = 'many' AND d.due_on >= today
          AND (SELECT count(*) FROM generate_series(today + interval '1 day', d.due_on, '1 day') AS g WHERE d.due_on < today + 40 AND motcua.is_working_day(g::date)) <= n AND d.due_on < today + 40;
        IF listed <> counted THEN
            RETURN NEXT today;
        END IF;
    END LOOP;
END;
$$;
SELECT is_empty(format('SELECT pg_temp.differing(%s)', n), 'as counted day by day: ' || n) FROM unnest('{0,4}'::integer[]) AS n;

SELECT * FROM finish();
ROLLBACK;
