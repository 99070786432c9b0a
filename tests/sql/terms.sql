-- The term used of the term given, in working days, with answers worked out by hand.
BEGIN;
SELECT plan(25);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

INSERT INTO motcua.office (code, name, level, parent) VALUES ('T', 'Huyện T', 'district', NULL), ('T.1', 'Xã T.1', 'commune', 'T'), ('T.2', 'Xã T.2', 'commune', 'T'), ('T.3', 'Xã T.3', 'commune', 'T');
INSERT INTO motcua.procedure (code, name) VALUES ('1', 'Một'), ('2', 'Hai');
CREATE FUNCTION pg_temp.case(code text, office text, procedure text, status integer, received text, due text, finished text) RETURNS void
    LANGUAGE sql
AS $$
    INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, procedure, status, received_at, due_at, due_at_first, finished_at)
    VALUES ('s', code, 'T.2', office, procedure, status, received::timestamptz, due::timestamptz, '2024-03-06', finished::timestamptz)
$$;
-- Received Monday 4 March 2024 unless it says otherwise. Taken / given: 4/9 (Friday, Friday week), 4/9, 9/9, 10/9 (late), 0/0 (all on one day),
-- 0/0 (due before it came), 2/4 over the Saturday that was made up, 1/5 over Tet.
SELECT pg_temp.case('a', 'T.1', '1', 9, '2024-03-04 09:00', '2024-03-15 17:00', '2024-03-08 10:00') \g /dev/null
SELECT pg_temp.case('b', 'T.1', '1', 10, '2024-03-04 16:59', '2024-03-15 00:00', '2024-03-10 23:59') \g /dev/null
SELECT pg_temp.case('c', 'T.1', '2', 9, '2024-03-04 09:00', '2024-03-15 17:00', '2024-03-15 18:00') \g /dev/null
SELECT pg_temp.case('d', 'T.2', '2', 9, '2024-03-04 09:00', '2024-03-15 17:00', '2024-03-18 08:00') \g /dev/null
SELECT pg_temp.case('e', 'T.2', NULL, 9, '2024-03-04 09:00', '2024-03-04 17:00', '2024-03-04 10:00') \g /dev/null
SELECT pg_temp.case('f', 'T.2', NULL, 9, '2024-03-04 09:00', '2024-02-27 17:00', '2024-03-04 10:00') \g /dev/null
SELECT pg_temp.case('g', 'T.1', '1', 9, '2024-05-03 09:00', '2024-05-08 17:00', '2024-05-06 10:00') \g /dev/null
SELECT pg_temp.case('h', 'T.1', '1', 9, '2024-02-07 09:00', '2024-02-21 17:00', '2024-02-15 10:00') \g /dev/null
-- None of these count: without a due date, withdrawn, sent back, open, closed after the period, closed in the future.
SELECT pg_temp.case('no due', 'T.1', '1', 9, '2024-03-04 09:00', NULL, '2024-03-08 10:00'), pg_temp.case('withdrawn', 'T.1', '1', 7, '2024-03-04 09:00', '2024-03-15', '2024-03-08 10:00'),
    pg_temp.case('returned', 'T.1', '1', 8, '2024-03-04 09:00', '2024-03-15', '2024-03-08 10:00'), pg_temp.case('open', 'T.1', '1', 4, '2024-03-04 09:00', '2024-03-15', NULL),
    pg_temp.case('later', 'T.1', '1', 9, '2024-03-04 09:00', '2024-03-15', '2025-01-01 00:00'), pg_temp.case('before', 'T.1', '1', 9, '2023-03-04 09:00', '2024-03-15', '2023-12-31 23:59') \g /dev/null

SELECT results_eq($$ SELECT office, resolved, days_taken, days_given, percent, median_given, median_taken, p90_taken, median_spare FROM stats.terms('2024-03-01', '2024-03-31') $$,
    $$ VALUES ('T', 6::bigint, 27::bigint, 36::bigint, 75.00, 9, 4, 10, 0), ('T.1', 3, 17, 27, 62.96, 9, 4, 9, 5), ('T.2', 3, 10, 9, 111.11, 0, 0, 10, 0) $$, 'sums, and medians of all of a subtree');
SELECT results_eq($$ SELECT office, resolved, days_taken, days_given FROM stats.terms('2024-05-01', '2024-05-31') WHERE office = 'T.1' $$, $$ VALUES ('T.1', 1::bigint, 2::bigint, 4::bigint) $$, 'a Saturday that makes up is a working day');
SELECT results_eq($$ SELECT office, resolved, days_taken, days_given FROM stats.terms('2024-02-01', '2024-02-29') WHERE office = 'T.1' $$, $$ VALUES ('T.1', 1::bigint, 1::bigint, 5::bigint) $$, 'Tet is no working time');
SELECT results_eq($$ SELECT office, resolved, days_taken, days_given FROM stats.terms('2024-01-01', '2024-12-31') WHERE office = 'T' $$, $$ VALUES ('T', 8::bigint, 30::bigint, 45::bigint) $$, 'a year is the sum of its months');
SELECT results_eq($$ SELECT office, procedure, procedure_name, resolved, days_taken, days_given, median_spare FROM stats.procedure_terms('2024-03-01', '2024-03-31', 'T') $$,
    $$ VALUES ('T', '1', 'Một', 2::bigint, 8::bigint, 18::bigint, 5), ('T', NULL, NULL, 2, 0, 0, 0), ('T', '2', 'Hai', 2, 19, 18, -1) $$, 'the procedure with most days to spare comes first');
SELECT results_eq($$ SELECT office, procedure FROM stats.procedure_terms('2024-03-01', '2024-03-31') $$,
    $$ VALUES ('T', '1'), ('T', NULL), ('T', '2'), ('T.1', '1'), ('T.1', '2'), ('T.2', NULL), ('T.2', '2') $$, 'of every office');
SELECT is_empty($$ SELECT p.office, sum(p.resolved), sum(p.days_taken), sum(p.days_given) FROM stats.procedure_terms('2024-01-01', '2024-12-31') AS p GROUP BY 1
    EXCEPT SELECT t.office, t.resolved, t.days_taken, t.days_given FROM stats.terms('2024-01-01', '2024-12-31') AS t $$, 'procedures add up to the office');
SELECT results_eq($$ SELECT office, resolved FROM stats.terms('2024-03-01', '2024-03-31', by_office => 'receiving') $$, $$ VALUES ('T', 6::bigint), ('T.2', 6) $$, 'by the office that took it in');
SELECT results_eq($$ SELECT office, resolved FROM stats.terms('2024-03-01', '2024-12-31', today => '2024-03-08') $$, $$ VALUES ('T', 3::bigint), ('T.1', 1), ('T.2', 2) $$, 'as of a day: what was closed by then');
SELECT is_empty($$ SELECT * FROM stats.terms('2024-06-01', '2024-06-30') $$, 'nothing of nothing');

-- The rate.
SELECT results_eq($$ SELECT rate, office, numerator, denominator, dossiers FROM motcua.term_rates('2024-03-01', '2024-03-31', 'report') ORDER BY office $$,
    $$ VALUES ('term_used', 'H01', 0::bigint, 0::bigint, 0::bigint), ('term_used', 'T', 27, 36, 6), ('term_used', 'T.1', 17, 27, 3), ('term_used', 'T.2', 10, 9, 3), ('term_used', 'T.3', 0, 0, 0) $$, 'a row for each office');
SELECT results_eq($$ SELECT office, numerator, denominator, dossiers FROM motcua.term_rates('2024-03-01', '2024-03-31', 'report', 'T.1') $$, $$ VALUES ('T.1', 17::bigint, 27::bigint, 3::bigint) $$, 'or for one');
SELECT is_empty($$ SELECT * FROM motcua.term_rates('2024-03-01', '2024-03-31', 'qd766') $$, 'a profile without such a rate has none');
SELECT is_empty($$ SELECT * FROM motcua.rates('2024-03-01', '2024-03-31') WHERE rate = 'term_used' $$, 'days are not among the rates that count dossiers');
SELECT throws_ok($$ SELECT * FROM motcua.term_rates('2024-03-31', '2024-03-01', 'report') $$, '22023', NULL, 'a period that ends before it begins is an error');
SELECT throws_ok($$ SELECT * FROM stats.terms('2024-03-01', '2024-03-31', 'nobody') $$, '22023', NULL, 'so is an attribution that there is not');
SELECT results_eq($$ SELECT code, reason FROM stats.dossiers('term_used', '2024-03-01', '2024-03-31', 'T') ORDER BY code $$,
    $$ VALUES ('a', 'kết thúc 08/03/2024, hẹn trả 15/03/2024: trước hạn 7 ngày; dùng 4 trên 9 ngày làm việc được hẹn'),
              ('b', 'kết thúc 10/03/2024, hẹn trả 15/03/2024: trước hạn 5 ngày; dùng 4 trên 9 ngày làm việc được hẹn'),
              ('c', 'kết thúc 15/03/2024 18:00, hẹn trả 15/03/2024 17:00: đúng ngày hẹn nhưng quá giờ; dùng 9 trên 9 ngày làm việc được hẹn'),
              ('d', 'kết thúc 18/03/2024, hẹn trả 15/03/2024: quá hạn 3 ngày; dùng 10 trên 9 ngày làm việc được hẹn'),
              ('e', 'kết thúc 04/03/2024 10:00, hẹn trả 04/03/2024 17:00: đúng hạn; dùng 0 trên 0 ngày làm việc được hẹn'),
              ('f', 'kết thúc 04/03/2024, hẹn trả 27/02/2024: quá hạn 6 ngày; dùng 0 trên 0 ngày làm việc được hẹn') $$, 'its dossiers, with the days of each');
SELECT is(reason, 'kết thúc 18/03/2024, hẹn trả 15/03/2024: quá hạn 3 ngày', 'other lists say nothing of days') FROM stats.dossiers('late', '2024-03-01', '2024-03-31', 'T') WHERE code = 'd';
SELECT results_eq($$ SELECT office, place, percent FROM stats.ranking_among('term_used', '2024-03-01', '2024-03-31', 'commune') $$,
    $$ VALUES ('T.1', 1::bigint, 62.96), ('T.2', 2, 111.11), ('T.3', NULL, NULL) $$, 'offices are ranked by it, less is better');
SELECT matches(formula_vi, '^Tử số: số ngày làm việc đã dùng của hồ sơ đã giải quyết .* Mẫu số: số ngày làm việc được hẹn của hồ sơ đã giải quyết ', 'its formula speaks of days') FROM stats.rules WHERE rate = 'term_used';
SELECT is(definition->>'measure', 'working_days', 'and its version') FROM motcua.current_rule WHERE rate = 'term_used';
SELECT is(count(*), 0::bigint, 'other rules have the version that they had') FROM motcua.current_rule WHERE rate <> 'term_used' AND definition ? 'measure';

-- A profile of a province may look at what came late alone.
INSERT INTO motcua.profile (profile, text_en, text_vi, legal_source) VALUES ('own', 'own', 'own', 'own');
INSERT INTO motcua.rate (profile, rate, position, text_en, text_vi, legal_source, measure) VALUES ('own', 'late_term', 1, 'own', 'own', 'own', 'working_days');
INSERT INTO motcua.term VALUES ('own', 'late_term', 'resolved_late', true, true);
SELECT results_eq($$ SELECT office, numerator, denominator, dossiers FROM motcua.term_rates('2024-03-01', '2024-03-31', 'own', 'T') $$, $$ VALUES ('T', 10::bigint, 9::bigint, 2::bigint) $$, 'terms say whose days are summed up');
SELECT throws_ok($$ INSERT INTO motcua.rate (profile, rate, position, text_en, text_vi, legal_source, measure) VALUES ('own', 'x', 1, 'x', 'x', 'x', 'hours') $$, '23514', NULL, 'there are no other measures');
SELECT throws_ok($$ INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, text_vi) VALUES ('gia-nghia-2023', '9', 'term_used', 1, 'x') $$, '22023', 'there is no rate ''term_used''', 'points are made of dossiers');

SELECT * FROM finish();
ROLLBACK;
