-- Points from rates.
BEGIN;
SELECT plan(49);
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

-- How many more it takes: 7.000 - 5.25 for 2 of the 8; 5 of 8 with a digitised result are missing.
SELECT results_eq($$ SELECT criterion::text, points_lost, dossiers_needed FROM stats.points('2024-03-01', '2024-03-31', 'gia-nghia-2023') $$,
    $$ VALUES ('3.4', 1.75, 2::bigint), ('3.5', 0.5, 1), ('3.6', 1, 1), ('3.7', 1.875, 5), ('7.2', 1, 1), ('7.3', 1.333, 2) $$, 'points lost, and how many more dossiers win them back');

-- The least number, found by trying all: for every rule, maximum and denominator.
INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, rule, full_at, floor, steps, text_vi) VALUES
    ('test', 'high floor', 'on_time', 5, 'linear', 100, 95, NULL, 'x'), ('test', 'threshold 50', 'on_time', 0.5, 'threshold', 50, 0, NULL, 'x'),
    ('test', 'threshold below its floor', 'on_time', 3, 'threshold', 80, 90, NULL, 'x'), ('test', 'odd', 'on_time', 1.333, 'threshold', 33.3, 10, NULL, 'x'),
    ('test', 'no step is whole', 'on_time', 2, 'step', 100, 0, '{{50,0.5},{90,0.9}}', 'x'), ('test', 'step with a floor', 'on_time', 2, 'step', 100, 70, '{{50,1}}', 'x'),
    ('test', 'never full', 'on_time', 2, 'threshold', 120, 0, NULL, 'x');
SELECT is_empty($$
    SELECT c.criterion, d.denominator, motcua.hits_for_maximum(c, d.denominator), t.least
    FROM motcua.criterion AS c
    CROSS JOIN (SELECT generate_series(1, 60) AS denominator UNION ALL VALUES (199), (1000), (7001)) AS d
    CROSS JOIN LATERAL (SELECT min(n) AS least FROM generate_series(0, d.denominator) AS n WHERE motcua.score(c, n, d.denominator) = c.max_points) AS t
    WHERE motcua.hits_for_maximum(c, d.denominator) IS DISTINCT FROM t.least AND c.rate IS NOT NULL $$, 'the least numerator that shows the maximum, and none where no numerator does');
SELECT is(motcua.hits_for_maximum(c, 0), NULL, 'nothing wins back what an empty denominator loses') FROM motcua.criterion AS c WHERE c.scoring = 'test' AND c.criterion = 'threshold';

-- Decision 766: full from 80, 50 or 90 percent on.
SELECT is(motcua.score(c, v.n, 1000), v.points, format('qd766 %s: %s of 1000', v.criterion, v.n))
FROM (VALUES ('2.1', 999, 19.98), ('4.2', 800, 6), ('4.2', 799, 5.993), ('4.3', 400, 2.5), ('5.2', 900, 5.4), ('5.4', 900, 6), ('5.4', 899, 5.993), ('3.3', 500, 4), ('3.3', 499, 3.992), ('3.5', 800, 5), ('3.6', 800, 4)) AS v (criterion, n, points)
JOIN motcua.criterion AS c ON c.scoring = 'qd766' AND c.criterion = v.criterion;
SELECT is_empty($$ SELECT criterion FROM motcua.criterion AS c WHERE c.scoring = 'qd766' AND motcua.score(c, 0, 0) IS NOT NULL $$, 'qd766: an empty denominator is not scored');
SELECT results_eq($$ SELECT (split_part(criterion, '.', 1) || CASE WHEN criterion IN ('3.5', '3.6') THEN ' payment' ELSE '' END) COLLATE "default" AS place, sum(max_points) FROM motcua.criterion WHERE scoring = 'qd766' GROUP BY 1 ORDER BY 1 $$,
    $$ VALUES ('1', 18::numeric), ('2', 20), ('3', 12), ('3 payment', 10), ('4', 22), ('5', 18) $$, 'qd766: groups as published, 100 in all');
SELECT set_eq($$ SELECT criterion::text, split_part(no_rate, ':', 1), num_nonnulls(numerator, denominator, percent, points, points_lost, dossiers_needed) FROM stats.points('2024-03-01', '2024-03-31', 'qd766') WHERE rate IS NULL $$,
    $$ VALUES ('1', 'chưa có nguồn dữ liệu', 0), ('2.2', 'không chấm điểm', 0), ('3.2', 'chưa có nguồn dữ liệu', 0),
              ('5.1', 'không chấm điểm', 0), ('5.3', 'chưa có nguồn dữ liệu', 0), ('5.4', 'chưa có nguồn dữ liệu', 0) $$,
    'qd766: what no source carries is listed and says so');
SELECT is(count(*) FILTER (WHERE no_rate IS NOT NULL), 0::bigint, 'a set whose rates are all there says nothing of the kind') FROM stats.points('2024-03-01', '2024-03-31');
-- Nothing below the floor of 95 %.
SELECT is(string_agg(motcua.score(c, v, 1000)::text, ' ' ORDER BY v), '0.000 4.750 4.975 5.000', 'vi-du-cap-tinh: below 95 % nothing, from there on by the rate')
FROM motcua.criterion AS c, unnest('{949,950,995,1000}'::bigint[]) AS v WHERE c.scoring = 'vi-du-cap-tinh' AND c.criterion = '1';

SELECT throws_ok($$ INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, text_vi) VALUES ('test', 'x', 'digitised', 1, 'x') $$, '22023', 'there is no rate ''digitised''',
    'a criterion on a rate of another profile is refused');
SELECT throws_ok($$ INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, full_at, text_vi) VALUES ('test', 'x', 'late', 1, 80, 'x') $$, '23514', NULL,
    'only a threshold has a percentage that earns all');
SELECT throws_ok($$ INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, rule, text_vi) VALUES ('test', 'x', 'late', 1, 'step', 'x') $$, '23514', NULL,
    'a step rule has steps');

SELECT throws_ok($$ INSERT INTO motcua.criterion (scoring, criterion, max_points, text_vi) VALUES ('test', 'x', 1, 'x') $$, '23514', NULL, 'a criterion without a rate says why');

SELECT * FROM finish();
ROLLBACK;
