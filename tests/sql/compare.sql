-- Profiles side by side: the buckets that differ explain the difference, to the last dossier.
BEGIN;
SELECT plan(13);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

SELECT pg_temp.add('early ' || i, 9, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-12 10:00') FROM generate_series(1, 5) AS i \g /dev/null
SELECT pg_temp.add('on the day', 9, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-20 15:00') \g /dev/null
SELECT pg_temp.add('after the hour', 9, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-20 16:00') \g /dev/null
SELECT pg_temp.add('late ' || i, 9, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-21 10:00') FROM generate_series(1, 2) AS i \g /dev/null
SELECT pg_temp.add('withdrawn', 7, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-12 10:00') \g /dev/null
SELECT pg_temp.add('in time', 4, '2024-02-05 09:00', '2024-04-20 15:00') \g /dev/null
SELECT pg_temp.add('overdue', 4, '2024-03-05 09:00', '2024-03-20 15:00') \g /dev/null

SELECT results_eq($$ SELECT profile, numerator, denominator FROM stats.compare('2024-03-01', '2024-03-31', NULL, 'H01') WHERE rate = 'on_time' $$,
    $$ VALUES ('decree224', 7::bigint, 9::bigint), ('decree61', 7, 11), ('qd766', 8, 12), ('report', 7, 9) $$, 'the same dossiers, three answers, two of them from one rule');
SELECT set_eq($$ SELECT bucket, dossiers, numerator_of, denominator_of FROM stats.compare_buckets('2024-03-01', '2024-03-31', '{report,qd766}', 'H01') WHERE rate = 'on_time' $$,
    $$ VALUES ('resolved_on_day_after_hour', 1::bigint, '{report}'::text[], '{qd766,report}'::text[]), ('withdrawn_early', 1, '{qd766}', '{qd766}'),
              ('pending_in_time', 1, '{qd766}', '{qd766}'), ('pending_overdue', 1, '{}', '{qd766}') $$, 'what makes the difference');
SELECT set_eq($$ SELECT bucket, dossiers, numerator_of, denominator_of FROM stats.compare_buckets('2024-03-01', '2024-03-31', '{report,decree61}', 'H01') WHERE rate = 'on_time' $$,
    $$ VALUES ('resolved_early', 5::bigint, '{decree61,report}'::text[], '{report}'::text[]), ('resolved_on_day', 1, '{decree61,report}', '{report}'),
              ('resolved_on_day_after_hour', 1, '{decree61,report}', '{report}'), ('resolved_late', 2, '{}', '{report}'), ('received', 11, '{}', '{decree61}') $$, 'another base: all that was received');
SELECT is_empty($$ SELECT * FROM stats.compare_buckets('2024-03-01', '2024-03-31', '{report,qd766}', 'H01') WHERE rate IN ('reused', 'payment_online', 'late') $$,
    'nothing differs where the terms are the same, or only one profile has the rate');

-- The parts add up to each rate of each profile.
SELECT is_empty($$
    SELECT r.profile, r.rate, r.office FROM motcua.rates('2024-03-01', '2024-03-31') AS r
    LEFT JOIN (SELECT p.profile, p.rate, b.office, sum(b.total) FILTER (WHERE p.in_numerator) AS n, sum(b.total) FILTER (WHERE p.in_denominator) AS d
               FROM motcua.term_part AS p JOIN stats.buckets('2024-03-01', '2024-03-31') AS b ON b.bucket = p.bucket GROUP BY 1, 2, 3) AS s
        ON s.profile = r.profile AND s.rate = r.rate AND s.office = r.office
    WHERE (r.numerator, r.denominator) IS DISTINCT FROM (coalesce(s.n, 0), coalesce(s.d, 0)) $$, 'the parts add up');
SELECT is_empty('SELECT profile, rate, bucket FROM motcua.term_part GROUP BY 1, 2, 3 HAVING count(*) > 1', 'no term counts a part twice');

-- Every rate says what it is, where it comes from and since when.
SELECT is_empty($$ SELECT profile, rate FROM stats.rules WHERE text_en = '' OR text_vi = '' OR legal_source = '' OR formula_en IS NULL OR formula_vi IS NULL $$, 'every rate has its sentences and its source');
SELECT bag_eq('SELECT profile, rate FROM stats.rules WHERE valid_from IS NULL', $$ VALUES ('report', 'reopened'), ('report', 'term_used') $$, 'and a first day in force, if a text lays it down');
SELECT is(valid_to, '2025-06-30', 'Decree 61 ended when Decree 118/2025 came') FROM stats.rules WHERE profile = 'decree61';
SELECT is(formula_vi, 'Tử số: tiếp nhận trực tuyến. Mẫu số: tiếp nhận trong kỳ.', 'the formula in words is made of the terms') FROM stats.rules WHERE (profile, rate) = ('report', 'online');
SELECT is_empty($$ SELECT r.profile, r.rate FROM motcua.rate AS r WHERE NOT EXISTS (SELECT FROM motcua.term AS t WHERE (t.profile, t.rate) = (r.profile, r.rate) AND t.in_numerator)
                      OR NOT EXISTS (SELECT FROM motcua.term AS t WHERE (t.profile, t.rate) = (r.profile, r.rate) AND t.in_denominator) $$, 'every rate has a numerator and a denominator');
SELECT is_empty($$ SELECT t.profile, t.rate, b.bucket FROM motcua.term AS t JOIN motcua.bucket AS b ON b.bucket = t.bucket
    JOIN motcua.term AS u ON (u.profile, u.rate) = (t.profile, t.rate) AND u.bucket <> t.bucket AND u.in_numerator AND t.in_numerator
    JOIN motcua.bucket AS c ON c.bucket = u.bucket AND c.event = b.event
    WHERE coalesce(b.outcome = c.outcome, true) AND coalesce(b.timeliness && c.timeliness, true) AND coalesce(b.stock = c.stock, true) AND coalesce(b.channel = c.channel, true)
      AND NOT (b.event = 'rating' AND b.marks <> c.marks) $$, -- an answer has one level
    'no dossier is twice in a numerator');
SELECT set_eq($$ SELECT profile FROM stats.compare('2024-03-01', '2024-03-31', '{report}') $$, $$ VALUES ('report') $$, 'only the profiles asked for');

SELECT * FROM finish();
ROLLBACK;
