-- What was known when: random nights, one after the other, and every figure of each evening again afterwards.
BEGIN;
SELECT plan(24);
\ir include/batch.sql
SET LOCAL client_min_messages = warning;
SET LOCAL motcua.today = '2024-07-15';

-- A state of dossier i that depends on the night: dates move, statuses go back and forth, offices change.
CREATE FUNCTION pg_temp.state(i integer, night integer) RETURNS jsonb
    LANGUAGE sql
AS $$
    SELECT jsonb_build_object(
        'code', 'd' || i, 'source_updated_at', '2024-01-01'::date + night,
        'handling_office', 'H48.' || 1 + r.a % 4, 'receiving_office', 'H48.' || 1 + r.b % 4, 'procedure', CASE WHEN r.c % 3 > 0 THEN (r.c % 5)::text END,
        'channel', ('{direct,online,postal}'::text[])[1 + r.d % 3], 'online_level', ('{full,partial,none}'::text[])[1 + r.e % 5], 'status', 1 + r.a % 10,
        'received_at', CASE WHEN r.b % 9 > 0 THEN timestamp '2024-03-01' + r.c % 4000 * interval '1 hour' END,
        'due_at', CASE WHEN r.d % 5 > 0 THEN timestamp '2024-03-10' + r.e % 3000 * interval '1 hour' END,
        'finished_at', CASE WHEN r.a % 4 > 0 THEN timestamp '2024-03-05' + r.d % 3500 * interval '1 hour' END,
        'returned_at', CASE WHEN r.b % 4 > 0 THEN timestamp '2024-03-05' + r.a % 3500 * interval '1 hour' END,
        'apology_at', CASE WHEN r.c % 4 = 0 THEN timestamp '2024-03-05' + r.b % 3500 * interval '1 hour' END,
        'fee', r.e % 3, 'components_total', 3, 'components_digitised', r.a % 2, 'components_reused', r.b % 2, 'components_from_store', r.c % 2,
        'result_digitised', r.d % 2 = 0, 'result_stored', r.e % 2 = 0, 'paid_online', r.a % 3 = 0, 'erroneous', r.b % 7 = 0)
    -- Only every third dossier is another one than the night before.
    FROM (SELECT CASE WHEN (i + night) % 3 = 0 THEN night ELSE night - 1 END AS n) AS v
    CROSS JOIN LATERAL (SELECT abs(hashint4(i * 100 + v.n * 10 + 1)) AS a, abs(hashint4(i * 100 + v.n * 10 + 2)) AS b, abs(hashint4(i * 100 + v.n * 10 + 3)) AS c,
                               abs(hashint4(i * 100 + v.n * 10 + 4)) AS d, abs(hashint4(i * 100 + v.n * 10 + 5)) AS e) AS r
$$;
CREATE FUNCTION pg_temp.night(night integer) RETURNS bigint
    LANGUAGE sql
AS $$
    -- Two batches, so that a dossier may change twice in one run.
    SELECT pg_temp.load((SELECT jsonb_agg(pg_temp.state(i, night)) FROM generate_series(1 + 50 * night, 500 + 100 * night) AS i),
                        (SELECT jsonb_agg(pg_temp.state(i, night + 1)) FROM generate_series(1 + 50 * night, 500 + 100 * night) AS i WHERE i % 50 = 0))
$$;

CREATE TEMPORARY TABLE view AS
    SELECT p.*, b.by_office FROM (VALUES (date '2024-01-01', date '2024-12-31'), ('2024-04-01', '2024-06-30'), ('2024-05-01', '2024-05-31'), ('2024-07-01', '2024-07-31'))
        AS p (period_from, period_to), unnest('{handling,receiving}'::text[]) AS b (by_office);
CREATE TEMPORARY TABLE seen_bucket (run bigint, period_from date, period_to date, by_office text, office text, bucket text, own bigint, total bigint);
CREATE TEMPORARY TABLE seen_rate (run bigint, period_from date, period_to date, by_office text, profile text, rate text, "position" integer, office text, numerator bigint, denominator bigint);
CREATE FUNCTION pg_temp.lists(known_run bigint) RETURNS TABLE (period_from date, by_office text, bucket text, dossier text)
    LANGUAGE sql
AS $$
    SELECT v.period_from, v.by_office, b.bucket, d::text
    FROM view AS v CROSS JOIN motcua.bucket AS b
    CROSS JOIN LATERAL stats.dossiers(b.bucket, v.period_from, v.period_to, NULL, 'report', v.by_office, 'then', motcua.today(), known_run) AS d
    WHERE v.period_from = '2024-05-01'
$$;
CREATE TEMPORARY TABLE seen_list (run bigint, period_from date, by_office text, bucket text, dossier text);
CREATE FUNCTION pg_temp.look(run bigint) RETURNS void
    LANGUAGE sql
AS $$
    INSERT INTO seen_bucket SELECT run, v.*, b.* FROM view AS v CROSS JOIN LATERAL stats.buckets(v.period_from, v.period_to, v.by_office) AS b;
    INSERT INTO seen_rate SELECT run, v.*, r.* FROM view AS v CROSS JOIN LATERAL motcua.rates(v.period_from, v.period_to, v.by_office) AS r;
    INSERT INTO seen_list SELECT run, l.* FROM pg_temp.lists(NULL) AS l;
$$;
SELECT pg_temp.night(1) AS run \gset n1_
SELECT pg_temp.look(:n1_run) \g /dev/null
SELECT pg_temp.night(2) AS run \gset n2_
SELECT pg_temp.look(:n2_run) \g /dev/null
SELECT pg_temp.night(3) AS run \gset n3_
SELECT pg_temp.look(:n3_run) \g /dev/null
-- The same night once more changes nothing, and neither does a run that finds nothing.
SELECT count(*) AS versions FROM motcua.dossier_version \gset before_
SELECT motcua.begin_run('stats', NULL, false) AS run \gset stats_

SELECT bag_eq(
    $$ SELECT r.run, v.*, b.* FROM (SELECT DISTINCT run FROM seen_bucket) AS r CROSS JOIN view AS v
       CROSS JOIN LATERAL stats.buckets(v.period_from, v.period_to, v.by_office, 'then', motcua.today(), r.run) AS b $$,
    'SELECT * FROM seen_bucket', 'every bucket of every office is known again as it was after each night');
SELECT bag_eq(
    $$ SELECT r.run, v.*, b.* FROM (SELECT DISTINCT run FROM seen_rate) AS r CROSS JOIN view AS v
       CROSS JOIN LATERAL motcua.rates(v.period_from, v.period_to, v.by_office, 'then', motcua.today(), r.run) AS b $$,
    'SELECT * FROM seen_rate', 'every rate of every profile too');
SELECT bag_eq($$ SELECT r.run, l.* FROM (SELECT DISTINCT run FROM seen_list) AS r CROSS JOIN LATERAL pg_temp.lists(r.run) AS l $$,
    'SELECT * FROM seen_list', 'and every list, dossier by dossier with its dates and its reason');
SELECT bag_eq($$ SELECT run, period_from, by_office, bucket, count(*) FROM seen_list GROUP BY 1, 2, 3, 4 $$,
    $$ SELECT run, period_from, by_office, bucket, sum(own)::bigint FROM seen_bucket WHERE period_from = '2024-05-01' GROUP BY 1, 2, 3, 4 HAVING sum(own) > 0 $$, 'as long as its figure');
SELECT cmp_ok(count(*), '>', 500::bigint, 'and the nights differ') FROM seen_bucket AS a
JOIN seen_bucket AS b USING (period_from, period_to, by_office, office, bucket) WHERE a.run = :n1_run AND b.run = :n3_run AND a.total <> b.total;
SELECT is_empty($$ SELECT * FROM stats.buckets('2024-01-01', '2024-12-31', known_run => 0) $$, 'before the first night nothing was known');
SELECT is(string_agg(format('%s %s', b.total, s.total), ''), NULL, 'an unknown future knows what is known today')
FROM stats.buckets('2024-01-01', '2024-12-31', known_run => 1000000000) AS b
FULL JOIN stats.buckets('2024-01-01', '2024-12-31') AS s USING (office, bucket) WHERE b.total IS DISTINCT FROM s.total;

-- Versions.
SELECT is_empty($$ SELECT source, code, last_run_id FROM motcua.dossier_version GROUP BY 1, 2, 3 HAVING count(*) > 1 $$, 'one state a dossier and run');
SELECT is_empty($$ SELECT * FROM motcua.dossier_version WHERE until_run_id <= last_run_id $$, 'each held for a while');
SELECT is_empty(format($$ SELECT source, code, r FROM motcua.dossier_history AS h, unnest('{%s,%s,%s}'::bigint[]) AS r
    WHERE motcua.is_known(h.is_current, h.last_run_id, h.until_run_id, r) GROUP BY 1, 2, 3 HAVING count(*) > 1 $$, :n1_run, :n2_run, :n3_run), 'and never two at a time');
UPDATE motcua.dossier SET fee = fee;
SELECT is(count(*), :before_versions::bigint, 'a hand that changes rows without a run makes no history') FROM motcua.dossier_version;

-- Evenings.
UPDATE motcua.run SET started_at = CASE run_id WHEN :n1_run THEN '2024-06-30 23:59:59+07' WHEN :n2_run THEN '2024-07-01 00:00+07' ELSE '2024-07-10 01:30+07' END::timestamptz;
SELECT results_eq($$ SELECT stats.known_run(d) FROM unnest('{2024-06-29,2024-06-30,2024-07-01,2024-07-09,2024-07-10}'::date[]) AS d $$,
    format($$ VALUES (0::bigint), (%s), (%s), (%2$s), (%s) $$, :n1_run, :n2_run, :stats_run), 'the last run of an evening, by the clock of Viet Nam');

-- Published, and restated after the next night.
SET LOCAL motcua.today = '2024-07-15';
SELECT pg_temp.night(4) \g /dev/null
SELECT motcua.begin_run('stats', NULL, false) AS run \gset published_
SELECT stats.take_snapshot(:published_run) \g /dev/null
SELECT is_empty($$ SELECT * FROM stats.restated('2024-06-01', '2024-06-30') WHERE (published_numerator, published_denominator) IS DISTINCT FROM (numerator, denominator) OR rule_changed $$,
    'nothing is restated at once');
SELECT is_empty($$ SELECT * FROM stats.moved('2024-06-01', '2024-06-30') $$, 'and nothing has moved');
CREATE TEMPORARY TABLE was AS SELECT * FROM stats.buckets('2024-06-01', '2024-06-30');
CREATE TEMPORARY TABLE was_rate AS SELECT * FROM stats.rates('2024-06-01', '2024-06-30', 'qd766');
SELECT pg_temp.night(5) \g /dev/null
SELECT bag_eq($$ SELECT office, figure, published_numerator FROM stats.restated('2024-06-01', '2024-06-30') WHERE NOT is_rate AND published_numerator > 0 $$,
    $$ SELECT office, bucket, total FROM was $$, 'totals are published as they were');
SELECT bag_eq($$ SELECT office, figure, published_numerator AS a, published_denominator AS b, numerator AS c, denominator AS d FROM stats.restated('2024-06-01', '2024-06-30', 'qd766') WHERE is_rate AND published_numerator IS NOT NULL $$,
    $$ SELECT w.office, w.rate, w.numerator AS a, w.denominator AS b, n.numerator AS c, n.denominator AS d FROM was_rate AS w JOIN stats.rates('2024-06-01', '2024-06-30', 'qd766') AS n USING (office, rate) $$, 'rates too, against those of today');
SELECT bag_eq($$ SELECT office, figure, numerator - published_numerator FROM stats.restated('2024-06-01', '2024-06-30') WHERE NOT is_rate AND numerator <> published_numerator AND office <> 'H48' $$,
    $$ SELECT m.office, b, sum(side)::bigint FROM stats.moved('2024-06-01', '2024-06-30') AS m
       CROSS JOIN LATERAL (SELECT unnest(m.entered_buckets), 1 UNION ALL SELECT unnest(m.left_buckets), -1) AS s (b, side) GROUP BY 1, 2 HAVING sum(side) <> 0 $$,
    'the dossiers that moved are the difference, bucket by bucket');
SELECT throws_ok($$ SELECT * FROM stats.moved('2024-06-01', '2024-06-30', 'none') $$, '22023', 'there is no office ''none''', 'nor of an office that does not exist');
SELECT bag_eq($$ SELECT DISTINCT m.source, m.code, f FROM stats.moved('2024-06-01', '2024-06-30') AS m, unnest(m.changed_fields) AS f
                 WHERE f IN ('status', 'received_at', 'due_at', 'finished_at', 'returned_at', 'apology_at', 'handling_office', 'receiving_office') $$,
    format($$ SELECT c.source, c.code, c.field FROM motcua.dossier_change AS c JOIN stats.moved('2024-06-01', '2024-06-30') AS m ON m.source = c.source AND m.code = c.code
       WHERE c.run_id > %s GROUP BY 1, 2, 3 HAVING (array_agg(c.old_value ORDER BY c.change_id))[1] IS DISTINCT FROM (array_agg(c.new_value ORDER BY c.change_id DESC))[1] $$, :published_run),
    'with the fields that the change log names');
-- The night after stores again; what had been published before can still be asked for.
SELECT motcua.begin_run('stats', NULL, false) AS run \gset later_
SET LOCAL motcua.today = '2024-07-16';
SELECT stats.take_snapshot(:later_run) \g /dev/null
SELECT is_empty($$ SELECT * FROM stats.moved('2024-06-01', '2024-06-30') $$, 'published anew');
SELECT bag_eq($$ SELECT office, figure, published_numerator FROM stats.restated('2024-06-01', '2024-06-30', published_by => '2024-07-15') WHERE NOT is_rate AND published_numerator > 0 $$,
    $$ SELECT office, bucket, total FROM was $$, 'as published the evening before');
SELECT isnt_empty($$ SELECT * FROM stats.moved('2024-06-01', '2024-06-30', published_by => '2024-07-15') $$, 'with what has moved since');
SELECT throws_ok($$ SELECT * FROM stats.moved('2024-06-01', '2024-06-30', published_by => '2024-07-14') $$, '22023', 'no figures from 2024-06-01 to 2024-06-30 have been stored by 2024-07-14', 'nothing was published by then');

SELECT throws_ok($$ SELECT * FROM stats.restated('2023-06-01', '2023-06-30') $$, '22023', 'no figures from 2023-06-01 to 2023-06-30 have been stored', 'what was never stored cannot be restated');

SELECT * FROM finish();
ROLLBACK;
