-- Points from rates.
BEGIN;
SELECT plan(28);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

INSERT INTO motcua.scoring (scoring, profile, text_en, text_vi, legal_source) VALUES ('test', 'report', 'test', 'test', 'test');
INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, rule, full_at, floor, steps, empty_share, text_vi) VALUES
    ('test', 'linear', 'on_time', 7, 'linear', 100, 0, NULL, NULL, 'x'),
    ('test', 'threshold', 'on_time', 2, 'threshold', 80, 0, NULL, 0, 'x'),
    ('test', 'floor', 'on_time', 2, 'linear', 100, 50, NULL, 1, 'x'),
    ('test', 'step', 'on_time', 2, 'step', 100, 0, '{{50,0.5},{90,1}}', 0.5, 'x');

SELECT is(motcua.score(c, v.n, v.d), v.points, format('%s %s/%s', v.criterion, v.n, v.d))
FROM (VALUES
    ('linear', 1, 2, 3.5), ('linear', 0, 5, 0), ('linear', 5, 5, 7), ('linear', 1, 3, 2.333), ('linear', 2, 3, 4.667), ('linear', 1, 14000, 0.001), ('linear', 1, 14001, 0.000),
    ('linear', 0, 0, NULL),
    ('threshold', 80, 100, 2), ('threshold', 79, 100, 1.975), ('threshold', 100, 100, 2), ('threshold', 40, 100, 1), ('threshold', 0, 0, 0),
    ('floor', 50, 100, 1), ('floor', 4999, 10000, 0), ('floor', 1, 1, 2), ('floor', 0, 0, 2),
    ('step', 49, 100, 0), ('step', 50, 100, 1), ('step', 8999, 10000, 1), ('step', 90, 100, 2), ('step', 0, 0, 1)
) AS v (criterion, n, d, points)
JOIN motcua.criterion AS c ON c.scoring = 'test' AND c.criterion = v.criterion;

-- gia-nghia-2023 of nothing: feedback and letters earn the full points, the rest is not scored.
SELECT set_eq($$ SELECT criterion::text, points, max_points FROM stats.points('2024-03-01', '2024-03-31') $$,
    $$ VALUES ('3.4', NULL::numeric, 7::numeric), ('3.5', 1, 1), ('3.6', 2, 2), ('3.7', NULL, 3), ('7.2', NULL, 4), ('7.3', NULL, 2) $$, 'empty denominators');

-- Of 8 resolved 6 on time and 3 with a digitised result, 1 letter for the 2 late ones; of 4 full-process ones 3 online;
-- of 3 with a fee 1 paid online; of 2 feedbacks 1 answered in time.
SELECT pg_temp.add('d' || i, 9, '2024-03-05 09:00', '2024-03-20 15:00', CASE WHEN i <= 6 THEN '2024-03-12 10:00' ELSE '2024-03-21 10:00' END)
FROM generate_series(1, 8) AS i \g /dev/null
UPDATE motcua.dossier SET result_digitised = true WHERE code IN ('d1', 'd2', 'd8');
UPDATE motcua.dossier SET apology_at = '2024-03-25' WHERE code IN ('d1', 'd8');
UPDATE motcua.dossier SET online_level = 'full', channel = CASE WHEN code = 'd1' THEN 'direct' ELSE 'online' END::motcua.channel WHERE code IN ('d1', 'd2', 'd3', 'd4');
UPDATE motcua.dossier SET fee = 1, paid_online = (code = 'd1') WHERE code IN ('d1', 'd2', 'd3');
INSERT INTO motcua.feedback (source, code, office, received_at, due_at, answered_at) VALUES
    ('s', '1', 'H01', '2024-03-01', '2024-03-15', '2024-03-15'), ('s', '2', 'H01', '2024-03-01', '2024-03-15', '2024-03-16');
SELECT results_eq($$ SELECT criterion::text, rate::text, numerator, denominator, percent, points, max_points FROM stats.points('2024-03-01', '2024-03-31', 'gia-nghia-2023') $$,
    $$ VALUES ('3.4', 'on_time', 6::bigint, 8::bigint, 75.00, 5.25, 7::numeric), ('3.5', 'feedback_on_time', 1, 2, 50.00, 0.5, 1), ('3.6', 'apology', 1, 2, 50.00, 1, 2),
              ('3.7', 'results_digitised', 3, 8, 37.50, 1.125, 3), ('7.2', 'full_process_online', 3, 4, 75.00, 3, 4), ('7.3', 'payment_online', 1, 3, 33.33, 0.667, 2) $$,
    'points of known counts, in the order of the criteria');
SELECT is(sum(max_points), 19::numeric, 'at most 19 points') FROM stats.points('2024-03-01', '2024-03-31', 'gia-nghia-2023');
SELECT throws_ok($$ SELECT * FROM stats.points('2024-03-01', '2024-03-31', 'none') $$, '22023', 'there is no scoring set ''none''', 'a scoring set that does not exist is an error');

SELECT throws_ok($$ INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, full_at, text_vi) VALUES ('test', 'x', 'late', 1, 80, 'x') $$, '23514', NULL,
    'only a threshold has a percentage that earns all');
SELECT throws_ok($$ INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, rule, text_vi) VALUES ('test', 'x', 'late', 1, 'step', 'x') $$, '23514', NULL,
    'a step rule has steps');

SELECT * FROM finish();
ROLLBACK;
