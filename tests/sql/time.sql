-- Days, percentages and periods. Traps: the zone of the session, the sign of '+07', ends of months.
BEGIN;
SELECT plan(68);

-- 18:00 UTC is 01:00 of the next day in Viet Nam, whatever the session thinks.
SET LOCAL timezone = 'UTC';
SELECT is(motcua.local_day('2026-01-31 18:00Z'), '2026-02-01', 'evening in UTC is the next day (session in UTC)');
SELECT is(motcua.local_day('2026-01-31 16:59:59Z'), '2026-01-31', '23:59:59 is still that day');
SELECT is(motcua.local_day('2026-01-31 17:00:00Z'), '2026-02-01', '00:00:00 is the next day');
SET LOCAL timezone = 'America/New_York';
SELECT is(motcua.local_day('2026-01-31 18:00Z'), '2026-02-01', 'the same with the session in New York');
SET LOCAL timezone = 'Asia/Ho_Chi_Minh';
SELECT is(motcua.local_day('2026-01-31 18:00Z'), '2026-02-01', 'the same with the session in Viet Nam');
SELECT is(motcua.local_day(NULL), NULL, 'no instant, no day');

SELECT is(motcua.today(), (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'today is that of Viet Nam');
SET LOCAL motcua.today = '2024-02-29';
SELECT is(motcua.today(), '2024-02-29', 'today can be set');
SET LOCAL motcua.today = '';
SELECT is(motcua.today(), (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'an empty setting is no setting');

-- Half up, once, from the integers.
SELECT is(motcua.percent(1, 8), 12.50, '1/8');
SELECT is(motcua.percent(2, 3), 66.67, '2/3');
SELECT is(motcua.percent(1, 3), 33.33, '1/3');
SELECT is(motcua.percent(1, 200), 0.50, '1/200');
SELECT is(motcua.percent(1, 20000), 0.01, '0.005 % rounds up');
SELECT is(motcua.percent(1, 20001), 0.00, 'a little less rounds down');
SELECT is(motcua.percent(3069, 100000), 3.07, '3.069 %');
SELECT is(motcua.percent(30645, 1000000), 3.06, '3.0645 % is not rounded twice to 3.07');
SELECT is(motcua.percent(3065, 100000), 3.07, '3.065 % rounds up');
SELECT is(motcua.percent(9699, 10000), 96.99, '96.99 %, not 96');
SELECT is(motcua.percent(39, 1271), 3.07, '39/1271');
SELECT is(motcua.percent(1232, 1271), 96.93, '1232/1271');
SELECT is(motcua.percent(99999, 100000), 100.00, '99.999 %');
SELECT is(motcua.percent(0, 5), 0.00, 'none of five is 0');
SELECT is(motcua.percent(5, 5), 100.00, 'all of five is 100');
SELECT is(motcua.percent(0, 0), NULL, 'none of none is nothing: neither 0 nor 100');
SELECT is(motcua.percent(1, 8)::text, '12.50', 'always two decimals');

SELECT results_eq($$ SELECT * FROM motcua.year_of('2024-05-17') $$, $$ VALUES (date '2024-01-01', date '2024-12-31') $$, 'calendar year');
SELECT results_eq($$ SELECT * FROM motcua.year_of('2024-01-01') $$, $$ VALUES (date '2024-01-01', date '2024-12-31') $$, 'its first day');
SELECT results_eq($$ SELECT * FROM motcua.year_of('2024-12-31') $$, $$ VALUES (date '2024-01-01', date '2024-12-31') $$, 'its last day');
SELECT results_eq($$ SELECT * FROM motcua.year_of('2023-12-06', '12-07') $$, $$ VALUES (date '2022-12-07', date '2023-12-06') $$, 'the day before 7 December');
SELECT results_eq($$ SELECT * FROM motcua.year_of('2023-12-07', '12-07') $$, $$ VALUES (date '2023-12-07', date '2024-12-06') $$, '7 December');
SELECT results_eq($$ SELECT * FROM motcua.year_of('2024-06-06', '12-07') $$, $$ VALUES (date '2023-12-07', date '2024-12-06') $$, 'the June after it');

CREATE FUNCTION pg_temp.period_text(name text) RETURNS text
    LANGUAGE sql
    RETURN (SELECT period_from || ' ' || period_to FROM stats.period(name));

SELECT is(pg_temp.period_text(p.name), p.days, p.name)
FROM (VALUES
    ('2024', '2024-01-01 2024-12-31'),
    ('2024-H1', '2024-01-01 2024-06-30'),
    ('2024-H2', '2024-07-01 2024-12-31'),
    ('2024-Q1', '2024-01-01 2024-03-31'),
    ('2024-Q2', '2024-04-01 2024-06-30'),
    ('2024-Q3', '2024-07-01 2024-09-30'),
    ('2024-Q4', '2024-10-01 2024-12-31'),
    ('2024-04', '2024-04-01 2024-04-30'),
    ('2024-12', '2024-12-01 2024-12-31'),
    ('2023-02', '2023-02-01 2023-02-28'),
    ('2024-02', '2024-02-01 2024-02-29'),
    ('2100-02', '2100-02-01 2100-02-28'),
    ('2024-02-29', '2024-02-29 2024-02-29'),
    ('2023-12-07..2024-06-06', '2023-12-07 2024-06-06'),
    ('2024-05-17..2024-05-17', '2024-05-17 2024-05-17')
) AS p (name, days);

SELECT throws_ok(format('SELECT * FROM stats.period(%L)', p.name), '22023', format('%L is not a period', p.name), format('refused: %L', p.name))
FROM (VALUES (''), ('2024-13'), ('2024-00'), ('2024-H3'), ('2024-Q5'), ('2024-h1'), ('24'), ('2024-5'), ('2023-02-29'),
             ('2024-06-06..2023-12-07'), ('2024-01-01..'), ('2024-01..2024-02'), ('2024-05-17 '), ('today'), ('0000')) AS p (name);
SELECT throws_ok('SELECT * FROM stats.period(NULL)', '22023', 'null is not a period', 'refused: null');

-- The last second of a period counts, the first one of the next day does not.
INSERT INTO motcua.office (code) VALUES ('H01');
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, finished_at) VALUES
    ('s', 'received in February', 'H01', 'H01', 4, '2026-01-31 18:00Z', NULL),
    ('s', 'closed in the last second', 'H01', 'H01', 9, '2026-01-05 09:00+07', '2026-01-31 23:59:59+07'),
    ('s', 'closed a second later', 'H01', 'H01', 9, '2026-01-05 09:00+07', '2026-02-01 00:00:00+07');
SELECT results_eq($$ SELECT code FROM stats.dossiers('resolved', '2026-01-01', '2026-01-31') $$, ARRAY['closed in the last second'], 'January ends with its last second');
SELECT results_eq($$ SELECT code FROM stats.dossiers('resolved', '2026-02-01', '2026-02-28') $$, ARRAY['closed a second later'], 'February begins with its first second');
SELECT results_eq($$ SELECT code FROM stats.dossiers('received', '2026-02-01', '2026-02-28') $$, ARRAY['received in February'], 'received in February by the clock of Viet Nam');
SET LOCAL timezone = 'America/New_York';
SELECT results_eq($$ SELECT code FROM stats.dossiers('received', '2026-02-01', '2026-02-28') $$, ARRAY['received in February'], 'also for an analyst in New York');
SELECT results_eq($$ SELECT code FROM stats.dossiers('resolved', '2026-01-01', '2026-01-31') $$, ARRAY['closed in the last second'], 'closings too');

SELECT * FROM finish();
ROLLBACK;
