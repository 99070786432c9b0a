-- Targets: what is required, what was reached, and what nobody can tell.
BEGIN;
SELECT plan(74);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';
UPDATE motcua.office SET level = 'commune' WHERE code = 'H01';
INSERT INTO motcua.office (code, name, level) VALUES ('H9', 'province', 'province'), ('H9.1', 'department', 'department'), ('H0', 'unknown', NULL), ('H00', 'another commune', 'commune');

-- The same days of another year.
SELECT is(format('%s %s', s.from_day, s.to_day), v.same, format('%s..%s %s years before', v.first, v.last, v.years))
FROM (VALUES ('2023-01-01'::date, '2023-12-31'::date, 3, '2020-01-01 2020-12-31'), ('2024-03-01', '2024-03-17', 4, '2020-03-01 2020-03-17'),
    ('2023-12-07', '2024-06-06', 4, '2019-12-07 2020-06-06'), ('2023-02-01', '2023-02-28', 3, '2020-02-01 2020-02-29'), ('2024-02-01', '2024-02-29', 1, '2023-02-01 2023-02-28'),
    ('2024-02-29', '2024-02-29', 1, '2023-02-28 2023-02-28'), ('2023-02-28', '2023-02-28', 3, '2020-02-28 2020-02-28'), ('2024-02-01', '2024-02-28', 1, '2023-02-01 2023-02-28'),
    ('2024-04-01', '2024-06-30', 0, '2024-04-01 2024-06-30')) AS v (first, last, years, same)
CROSS JOIN LATERAL motcua.same_days(v.first, v.last, v.years) AS s;

-- Whether it is met, on integers: 74.996 % shows as 75.00 % and is below 75 %.
SELECT is(motcua.target_state(v.direction, v.n, v.d, v.rn, v.rd), v.state, format('%s %s/%s: %s/%s', v.direction, v.rn, v.rd, v.n, v.d))
FROM (VALUES
    ('at_least', 75, 100, 75, 100, 'met'), ('at_least', 3, 4, 75, 100, 'met'), ('at_least', 76, 100, 75, 100, 'exceeded'), ('at_least', 74, 100, 75, 100, 'not_met'),
    ('at_least', 74996, 100000, 75, 100, 'not_met'), ('at_least', 75001, 100000, 75, 100, 'exceeded'), ('at_least', 7, 7, 100, 100, 'met'), ('at_least', 0, 5, 0, 100, 'met'),
    ('at_most', 3, 100, 3, 100, 'met'), ('at_most', 39, 1271, 3, 100, 'not_met'), ('at_most', 38, 1271, 3, 100, 'exceeded'), ('at_most', 0, 9, 0, 100, 'met'), ('at_most', 1, 100000, 0, 100, 'not_met'),
    ('growth', 1, 3, 1, 3, 'met'), ('growth', 33333, 100000, 1, 3, 'not_met'), ('growth', 33334, 100000, 1, 3, 'exceeded'),
    ('at_least', 0, 0, 0, 100, 'not_enough_data'), ('at_most', 0, 0, 100, 100, 'not_enough_data'), ('growth', 0, 0, 1, 3, 'not_enough_data'), ('growth', 5, 5, NULL, NULL, 'not_enough_data'),
    ('at_least', NULL, NULL, 0, 100, 'not_enough_data'), ('at_most', 3000000000, 100000000000, 3, 100, 'met')) AS v (direction, n, d, rn, rd, state);

-- What growth asks for: so many points a year more than the base, or so many percent of it, and never more than all.
INSERT INTO motcua.target (set, level, figure, direction, value, base_year, growth_in, legal_source) VALUES
    ('g', 'commune', 'postal', 'growth', 5, 2020, 'points', 'x'), ('g', 'commune', 'online', 'growth', 5, 2020, 'percent', 'x'), ('g', 'commune', 'direct', 'growth', 2.5, 2020, 'points', 'x');
SELECT is(round(100 * r.numerator / r.denominator, 4), v.required, format('%s of %s/%s after %s years', v.figure, v.n, v.d, v.years))
FROM (VALUES ('postal', 3, 1, 10, 25.0000), ('postal', 1, 1, 3, 38.3333), ('postal', 4, 0, 7, 20), ('postal', 3, 9, 10, 100), ('postal', 1, 19, 20, 100), ('direct', 2, 1, 2, 55), ('online', 3, 1, 10, 11.5), ('online', 1, 1, 3, 35), ('online', 4, 9, 10, 100),
    ('online', 2, 0, 7, 0), ('postal', 0, 1, 10, NULL), ('postal', -1, 1, 10, NULL), ('postal', 3, 0, 0, NULL), ('postal', 3, NULL, NULL, NULL)) AS v (figure, years, n, d, required)
JOIN motcua.target AS t ON t.set = 'g' AND t.figure = v.figure
CROSS JOIN LATERAL motcua.required(t, v.years, v.n, v.d) AS r;

-- March 2024: 10 received, 4 of them by post; in March 2020 1 of 5, in 2021 2 of 8. 8 resolved, 2 of them late.
SELECT pg_temp.add('a' || i, 9, '2024-03-05 09:00', '2024-03-20 15:00', CASE WHEN i <= 6 THEN '2024-03-12' ELSE '2024-03-22' END) FROM generate_series(1, 8) AS i \g /dev/null
SELECT pg_temp.add('p' || i, 4, '2024-03-05 09:00', '2024-04-20') FROM generate_series(1, 2) AS i \g /dev/null
SELECT pg_temp.add('b' || i, 9, '2020-03-05', '2020-03-20', '2020-03-12') FROM generate_series(1, 5) AS i \g /dev/null
SELECT pg_temp.add('c' || i, 9, '2021-03-05', '2021-03-20', '2021-03-12') FROM generate_series(1, 8) AS i \g /dev/null
-- Outside the same days of 2020.
SELECT pg_temp.add('z' || i, 9, '2020-04-01', '2020-04-20', '2020-04-12') FROM generate_series(1, 90) AS i \g /dev/null
UPDATE motcua.dossier SET channel = CASE WHEN code IN ('a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'c2') THEN 'postal' ELSE 'direct' END::motcua.channel;

INSERT INTO motcua.target (set, level, position, figure, direction, value, base_year, legal_source, valid_from, valid_to) VALUES
    ('t', 'commune', 1, 'late', 'at_most', 25, NULL, 'paper', NULL, NULL), ('t', 'commune', 2, 'postal', 'growth', 5, 2020, 'paper', '2021-01-01', NULL),
    ('t', 'commune', 3, 'online', 'at_least', 10, NULL, 'paper', '2024-01-01', '2024-06-30'), ('t', 'commune', 3, 'online', 'at_least', 0, NULL, 'new paper', '2024-07-01', NULL),
    ('t', 'commune', 4, 'feedback_on_time', 'at_least', 0, NULL, 'paper', NULL, '2023-12-31'), ('t', 'province', 1, 'late', 'at_most', 3, NULL, 'paper', NULL, NULL);
INSERT INTO motcua.target (set, level, position, figure, direction, value, no_rate, text_vi, legal_source) VALUES ('t', 'commune', 5, 'cost', 'at_most', 1, 'không có', 'chi phí', 'paper');

SELECT results_eq($$ SELECT figure::text, required, numerator, denominator, percent, state FROM stats.targets('2024-03-01', '2024-03-31', 't', 'H01') $$,
    $$ VALUES ('late', 25.00, 2::bigint, 8::bigint, 25.00, 'met'), ('postal', 40.00, 4, 10, 40.00, 'met'), ('online', 10.00, 0, 10, 0.00, 'not_met'), ('feedback_on_time', 0.00, 0, 0, NULL, 'not_enough_data'),
              ('cost', 1.00, NULL, NULL, NULL, 'not_enough_data') $$, 'all kinds: 20 % by post in 2020 and 5 points for each of four years make 40 %');
SELECT results_eq($$ SELECT figure::text, place, from_day, required, percent, state, change_points FROM stats.targets('2024-03-01', '2024-03-31', 't', 'H01', '{"[2021-03-01,2021-03-31]","[2020-03-01,2020-03-31]","[2024-08-01,2024-08-31]"}') WHERE figure IN ('postal', 'online') $$,
    $$ VALUES ('postal', 0, '2024-03-01'::date, 40.00, 40.00, 'met', NULL::numeric), ('postal', 1, '2021-03-01', 25.00, 25.00, 'met', 15.00), ('postal', 2, '2020-03-01', NULL, 20.00, 'not_enough_data', 20.00),
              ('postal', 3, '2024-08-01', NULL, NULL, 'not_enough_data', NULL), ('online', 0, '2024-03-01', 10.00, 0.00, 'not_met', NULL), ('online', 1, '2021-03-01', 10.00, 0.00, 'not_met', 0.00),
              ('online', 2, '2020-03-01', 10.00, 0.00, 'not_met', 0.00), ('online', 3, '2024-08-01', 0.00, NULL, 'not_enough_data', NULL) $$,
    'each period has its own target: growth of its own years, and the version that was in force at its end');
SELECT results_eq($$ SELECT figure::text, doubt FROM stats.targets('2024-03-01', '2024-03-31', 't', 'H01', '{"[2021-03-01,2021-03-31]"}') WHERE doubt IS NOT NULL $$,
    $$ VALUES ('online', 'căn cứ có hiệu lực từ 01/01/2024, sau kỳ báo cáo'), ('feedback_on_time', 'căn cứ hết hiệu lực sau 31/12/2023, trước kỳ báo cáo') $$, 'what is not in force is told');
SELECT results_eq($$ SELECT office::text, level, count(*) FROM stats.targets('2024-03-01', '2024-03-31', 't') GROUP BY 1, 2 ORDER BY motcua.level_order(level), 1 $$,
    $$ VALUES ('H9', 'province', 1::bigint), ('H00', 'commune', 5), ('H01', 'commune', 5) $$, 'the level decides, the highest first; an office of no known level has no targets');
SELECT is_empty($$ SELECT 1 FROM stats.targets('2024-03-01', '2024-03-31', 't', 'H9.1') $$, 'a department has none of these');
SELECT set_eq($$ SELECT DISTINCT state FROM stats.targets('2024-03-01', '2024-03-31', 't', 'H00') $$, ARRAY['not_enough_data'], 'an office without dossiers has not met a target of zero percent either');
-- Without a name of a set: those in force on the last day.
SELECT results_eq($$ SELECT DISTINCT set COLLATE "default", figure COLLATE "default" FROM stats.targets('2024-03-01', '2024-08-31', NULL, 'H01') WHERE set = 't' ORDER BY 2 $$,
    $$ VALUES ('t', 'cost'), ('t', 'late'), ('t', 'online'), ('t', 'postal') $$, 'in force at the end of the period');
SELECT is((SELECT required FROM stats.targets('2024-03-01', '2024-08-31', NULL, 'H01') WHERE (set, figure) = ('t', 'online')), 0.00, 'in the version of that day');
SELECT is((SELECT required FROM stats.targets('2024-03-01', '2024-08-31', NULL, 'H01', today => '2024-05-05') WHERE (set, figure) = ('t', 'online')), 10.00, 'looked at in May under that of May');
-- While a period is not over, the base ends on the same day.
SELECT results_eq($$ SELECT required FROM stats.targets('2024-03-01', '2024-04-30', 't', 'H01', today => '2024-03-31') WHERE figure = 'postal' $$, ARRAY[40.00], 'the base of a period that is not over ends with it');
SELECT results_eq($$ SELECT required FROM stats.targets('2024-03-01', '2024-04-30', 't', 'H01') WHERE figure = 'postal' $$, ARRAY[21.05], 'and reaches its end when it is: 1 of 95 and 20 points');
SELECT throws_ok($$ SELECT * FROM stats.targets('2024-03-01', '2024-03-31', 'none') $$, '22023', 'there is no set of targets ''none''', 'no such set');
SELECT throws_ok($$ SELECT * FROM stats.targets('2024-03-01', '2024-03-31', 't', 'H99') $$, '22023', NULL, 'no such office');
SELECT throws_ok($$ SELECT * FROM stats.targets('2024-03-31', '2024-03-01', 't') $$, '22023', NULL, 'no such period');
-- Figures are those of stats.rates.
SELECT is_empty($$ SELECT t.office FROM stats.targets('2024-01-01', '2024-12-31') AS t JOIN stats.rates('2024-01-01', '2024-12-31') AS r ON r.office = t.office AND r.rate = t.figure
    WHERE t.no_rate IS NULL AND (t.numerator, t.denominator, t.percent) IS DISTINCT FROM (r.numerator, r.denominator, r.percent) $$, 'results are rates');
-- Working days too: each of the 8 was given 11 days (in 2021 10), 6 took 5 and 2 took 13.
INSERT INTO motcua.target (set, level, figure, direction, value, legal_source) VALUES ('days', 'commune', 'term_used', 'at_most', 70, 'x');
SELECT results_eq($$ SELECT numerator, denominator, percent, state, change_points FROM stats.targets('2024-03-01', '2024-03-31', 'days', 'H01', '{"[2021-03-01,2021-03-31]"}') $$,
    $$ VALUES (56::bigint, 88::bigint, 63.64, 'exceeded', NULL::numeric), (40, 80, 50.00, 'exceeded', 13.64) $$, 'a rate of working days is a target like others');
-- Any rate of any profile, with its own words.
INSERT INTO motcua.target (set, level, figure, profile, direction, value, legal_source) SELECT 'all', 'commune', r.rate, r.profile, 'at_least', 50, 'x' FROM motcua.rate AS r WHERE r.profile = 'qd766';
SELECT is_empty($$ SELECT r.rate FROM motcua.rate AS r LEFT JOIN stats.targets('2024-03-01', '2024-03-31', 'all', 'H01') AS t ON t.figure = r.rate AND t.profile = r.profile
    WHERE r.profile = 'qd766' AND t.text_vi IS DISTINCT FROM r.text_vi $$, 'every rate can be a target');

SELECT throws_ok($$ INSERT INTO motcua.target (set, level, figure, direction, value, legal_source) VALUES ('x', 'commune', 'no such rate', 'at_least', 1, 'x') $$, '22023', 'there is no rate ''no such rate''', 'no such rate');
SELECT throws_ok($$ UPDATE motcua.target SET profile = 'decree61' WHERE set = 't' AND figure = 'late' $$, '22023', 'there is no rate ''late''', 'no such rate of that profile');
SELECT throws_ok($$ INSERT INTO motcua.target (set, level, figure, direction, value, legal_source) VALUES ('x', 'commune', 'late', 'growth', 1, 'x') $$, '23514', NULL, 'growth has a base');
SELECT throws_ok($$ INSERT INTO motcua.target (set, level, figure, direction, value, base_year, legal_source) VALUES ('x', 'commune', 'late', 'at_most', 1, 2020, 'x') $$, '23514', NULL, 'nothing else has');
SELECT throws_ok($$ INSERT INTO motcua.target (set, level, figure, direction, legal_source) VALUES ('x', 'commune', 'late', 'at_most', 'x') $$, '23514', NULL, 'a target has a value');
SELECT throws_ok($$ INSERT INTO motcua.target (set, level, figure, direction, value, legal_source) VALUES ('x', 'city', 'late', 'at_most', 3, 'x') $$, '23514', NULL, 'no such level');
SELECT throws_ok($$ INSERT INTO motcua.target (set, level, figure, direction, value, legal_source) VALUES ('t', 'commune', 'late', 'at_most', 3, 'x') $$, '23505', NULL, 'twice the same, also without a first day');

-- The four papers.
SELECT results_eq($$ SELECT set COLLATE "default", level, figure COLLATE "default", direction, value, base_year FROM motcua.target WHERE set IN ('thanh-pho-2023', 'ctr-09-tu', 'tinh-chau-2024', 'phu-phuong-2024') AND no_rate IS NULL ORDER BY 1, position $$,
    $$ VALUES ('ctr-09-tu', 'province', 'online', 'at_least', 50::numeric, NULL::integer), ('ctr-09-tu', 'province', 'full_process_procedures', 'at_least', 100, NULL),
              ('phu-phuong-2024', 'commune', 'apology', 'at_least', 100, NULL), ('phu-phuong-2024', 'commune', 'feedback_on_time', 'at_least', 100, NULL),
              ('thanh-pho-2023', 'district', 'payment_enabled', 'at_least', 96, NULL), ('thanh-pho-2023', 'district', 'payment_used', 'at_least', 90, NULL), ('thanh-pho-2023', 'district', 'postal', 'growth', 5, 2020),
              ('tinh-chau-2024', 'commune', 'late', 'at_most', 3, NULL), ('tinh-chau-2024', 'commune', 'results_digitised', 'at_least', 75, NULL), ('tinh-chau-2024', 'commune', 'components_digitised', 'at_least', 75, NULL) $$, 'a city, a province and two communes');
SELECT is_empty($$ SELECT set, figure FROM motcua.target WHERE set IN ('thanh-pho-2023', 'ctr-09-tu', 'tinh-chau-2024', 'phu-phuong-2024') AND (text_en IS NULL OR text_vi IS NULL OR length(no_rate) < 10) $$, 'in both languages, with reasons');
SELECT results_eq($$ SELECT figure COLLATE "default", value FROM motcua.target WHERE set IN ('thanh-pho-2023', 'ctr-09-tu') AND no_rate IS NOT NULL ORDER BY 1 $$, $$ VALUES ('handled_in_network', 100::numeric), ('services_integrated', 50) $$, 'what no dossier tells is named');

-- Fees: of 5 dossiers with a fee one belongs to a procedure that nobody has described, 4 could be paid online, 2 were.
INSERT INTO motcua.procedure (code, has_fee, online_payment) VALUES ('online', true, true), ('cash', true, false), ('unknown', NULL, NULL), ('free', false, NULL);
UPDATE motcua.dossier SET fee = 1000, procedure = 'online', paid_online = code IN ('a1', 'a2') WHERE code IN ('a1', 'a2', 'a3', 'a4');
UPDATE motcua.dossier SET fee = 1000, procedure = 'unknown', paid_online = true WHERE code = 'a5';
UPDATE motcua.dossier SET fee = 1000, procedure = 'cash' WHERE code = 'a6';
UPDATE motcua.dossier SET fee = 0, procedure = 'online' WHERE code = 'a7';
SELECT results_eq($$ SELECT rate::text, numerator, denominator, percent FROM stats.rates('2024-03-01', '2024-03-31') WHERE office = 'H01' AND rate ~ '^payment_(enabled|used|online)' ORDER BY rate $$,
    $$ VALUES ('payment_enabled', 4::bigint, 5::bigint, 80.00), ('payment_online', 3, 6, 50.00), ('payment_used', 2, 4, 50.00) $$, 'fees that could be paid online, and those that were');
SELECT results_eq($$ SELECT code::text, reason FROM stats.dossiers('payment_used', '2024-03-01', '2024-03-31') $$,
    $$ VALUES ('a1', 'tiếp nhận 05/03/2024; phí, lệ phí 1.000 đồng; có phí, lệ phí; cho phép thanh toán trực tuyến; đã thanh toán trực tuyến'),
              ('a2', 'tiếp nhận 05/03/2024; phí, lệ phí 1.000 đồng; có phí, lệ phí; cho phép thanh toán trực tuyến; đã thanh toán trực tuyến') $$, 'the dossiers behind it');

SELECT * FROM finish();
ROLLBACK;
