-- One period beside another.
BEGIN;
SELECT plan(25);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

SELECT is(motcua.points_between(v.n, v.d, v.m, v.e), v.points, format('%s/%s against %s/%s', v.n, v.d, v.m, v.e))
FROM (VALUES
    (39, 1271, 3, 100, 0.07), (1, 3, 1, 4, 8.33), (1, 4, 1, 3, -8.33), (2, 3, 1, 3, 33.33), (1, 1, 0, 1, 100), (0, 7, 0, 9, 0), (5, 10, 1, 2, 0),
    (1, 0, 1, 2, NULL), (1, 2, 0, 0, NULL), (0, 0, 0, 0, NULL),
    -- Half a hundredth of a point, away from zero on both sides; and just below it.
    (1, 20000, 0, 1, 0.01), (0, 1, 1, 20000, -0.01), (1, 20001, 0, 1, 0.00),
    -- Percentages rounded before would differ by 0.01 more.
    (1001, 20000, 1, 20, 0.01), (149, 20000, 49, 20000, 0.50),
    -- Larger than what a bigint multiplies.
    (3000000000, 4000000001, 2999999999, 4000000000, 0.00)) AS v (n, d, m, e, points);

-- March: 4 received, 3 resolved, 1 late. February: 2 received, both resolved in time.
SELECT pg_temp.add('m' || i, 9, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-' || 17 + i) FROM generate_series(2, 4) AS i \g /dev/null
SELECT pg_temp.add('m1', 4, '2024-03-06 09:00', '2024-04-20'), pg_temp.add('f1', 9, '2024-02-01', '2024-02-20', '2024-02-10'), pg_temp.add('f2', 9, '2024-02-01', '2024-02-20', '2024-02-10') \g /dev/null
SELECT results_eq($$ SELECT figure, is_rate, numerator, denominator, percent, other_numerator, other_denominator, other_percent, change_dossiers, change_points
    FROM stats.against('2024-03-01', '2024-03-31', '2024-02-01', '2024-02-29', 'H01') WHERE figure IN ('received', 'resolved_late', 'late', 'feedback_on_time', 'postal') $$,
    $$ VALUES ('received', false, 4::bigint, NULL::bigint, NULL::numeric, 2::bigint, NULL::bigint, NULL::numeric, 2::bigint, NULL::numeric), ('resolved_late', false, 1, NULL, NULL, 0, NULL, NULL, 1, NULL),
              ('late', true, 1, 3, 33.33, 0, 2, 0.00, 1, 33.33), ('postal', true, 0, 4, 0.00, 0, 2, 0.00, 0, 0.00), ('feedback_on_time', true, 0, 0, NULL, 0, 0, NULL, 0, NULL) $$,
    'counts and rates of both, and the change');
SELECT is(count(*), count(DISTINCT (figure, is_rate)), 'each once') FROM stats.against('2024-03-01', '2024-03-31', '2024-02-01', '2024-02-29', 'H01');
SELECT results_eq($$ SELECT numerator, denominator, other_numerator, other_denominator, change_dossiers, change_points FROM stats.against('2024-03-01', '2024-03-31', '2024-02-01', '2024-02-29', 'H01') WHERE figure = 'term_used' $$,
    $$ SELECT f.numerator, f.denominator, o.numerator, o.denominator, f.dossiers - o.dossiers, motcua.points_between(f.numerator, f.denominator, o.numerator, o.denominator)
       FROM motcua.term_rates('2024-03-01', '2024-03-31', 'report', 'H01') AS f, motcua.term_rates('2024-02-01', '2024-02-29', 'report', 'H01') AS o WHERE f.denominator > 0 AND o.denominator > 0 $$, 'rates of working days as well, with the change of their dossiers');
SELECT set_eq($$ SELECT figure FROM stats.against('2024-03-01', '2024-03-31', '2024-02-01', '2024-02-29', 'H01', 'decree61') WHERE is_rate $$, ARRAY['on_time'], 'rates of another profile');
-- Both columns are what the functions of one period say.
SELECT is_empty($$ SELECT a.figure FROM stats.against('2024-03-01', '2024-03-31', '2024-02-01', '2024-02-29') AS a
    JOIN stats.rates('2024-02-01', '2024-02-29') AS r ON r.office = a.office AND r.rate = a.figure AND a.is_rate
    WHERE (a.other_numerator, a.other_denominator, a.other_percent) IS DISTINCT FROM (r.numerator, r.denominator, r.percent) $$, 'the other period is that of stats.rates');
-- There and back again.
SELECT is_empty($$ SELECT a.figure FROM stats.against('2024-03-01', '2024-03-31', '2024-02-01', '2024-02-29') AS a
    JOIN stats.against('2024-02-01', '2024-02-29', '2024-03-01', '2024-03-31') AS b ON b.office = a.office AND b.figure = a.figure AND b.is_rate = a.is_rate
    WHERE a.change_dossiers <> -b.change_dossiers OR a.change_points <> -b.change_points $$, 'the way back takes away what the way there brought');
SELECT throws_ok($$ SELECT * FROM stats.against('2024-03-01', '2024-03-31', '2024-02-01', '2024-02-29', 'H99') $$, '22023', NULL, 'no such office');

INSERT INTO motcua.office (code, name, valid_from) VALUES ('H02', 'new', '2024-03-01');
SELECT results_eq($$ SELECT office::text, kind FROM stats.against_doubts('2024-03-01', '2024-03-31', '2023-01-01', '2023-12-31') WHERE kind IN ('other_length', 'not_yet_there') ORDER BY 1, 2 $$,
    $$ VALUES ('H01', 'other_length'), ('H02', 'not_yet_there'), ('H02', 'other_length') $$, 'periods of other lengths, and offices that were not there yet');
SELECT is_empty($$ SELECT 1 FROM stats.against_doubts('2024-03-01', '2024-03-31', '2024-02-01', '2024-02-29', 'H01', tree => 'now') WHERE kind IN ('other_length', 'not_yet_there') $$, 'months are compared as they are');

SELECT * FROM finish();
ROLLBACK;
