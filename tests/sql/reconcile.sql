-- Published figures against ours: the commune's report under every rule that it was read by, and dossiers between two readings.
BEGIN;
SELECT plan(58);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

-- Arithmetic on whole numbers is that of numerics.
CREATE TEMPORARY TABLE share AS
    SELECT n::bigint AS n, d::bigint AS d, 10 ^ k AS tens, k
    FROM generate_series(0, 3) AS k CROSS JOIN (VALUES (1), (3), (7), (8), (16), (1271), (1286)) AS v (d) CROSS JOIN LATERAL generate_series(0, d, greatest(d / 40, 1)) AS n;
SELECT is_empty($$ SELECT * FROM share WHERE motcua.rounded(n, d, (100 * tens)::bigint, false) <> round(100::numeric * n / d, k::integer) * tens::numeric $$, 'rounded half up');
SELECT is_empty($$ SELECT * FROM share WHERE motcua.cut_off(n, d, (100 * tens)::bigint, false) <> trunc(100::numeric * n / d, k::integer) * tens::numeric $$, 'cut off');
SELECT is_empty($$ SELECT * FROM share WHERE motcua.rounded(n, d, (100 * tens)::bigint, true) <> 100 * tens - motcua.rounded(d - n, d, (100 * tens)::bigint, false) $$, 'the rest of a rounded share');
-- Of every numerator to what three others round to.
CREATE TEMPORARY TABLE step AS
    SELECT s.n, s.d, w.scale, w.mantissa, motcua.dossiers_apart(s.n, s.d, w.mantissa, w.scale) AS apart
    FROM (SELECT n, d, (100 * tens)::bigint AS scale FROM share) AS s CROSS JOIN generate_series(0, 3) AS m
    CROSS JOIN LATERAL (SELECT s.scale, motcua.rounded(m, s.d, s.scale, false) AS mantissa) AS w WHERE m <= s.d;
SELECT is_empty($$ SELECT * FROM step WHERE motcua.rounded(n + apart, d, scale, false) <> mantissa
    OR apart <> 0 AND motcua.rounded(n + apart - sign(apart)::bigint, d, scale, false) = mantissa $$, 'so many dossiers, and not one fewer, lie between');
SELECT is(motcua.dossiers_apart(1271, 1, 1272, 1), 1::bigint, 'of counts it is the difference');
SELECT is(motcua.rounded(0, 0, 100, false), NULL, 'nothing of nothing is no figure');

-- The commune's report (1232 early, 39 late, 12 open, 1 overdue, 2 withdrawn; its half-year of 2024).
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, due_at_first, finished_at)
SELECT 's', g.kind || ' ' || i, 'H01', 'H01', g.status, g.received, g.due, g.due, g.finished
FROM (VALUES ('early', 1232, 9, timestamptz '2024-03-05 09:00', timestamptz '2024-03-20 15:00', timestamptz '2024-03-12 10:00'), ('late', 39, 9, '2024-03-05 09:00', '2024-03-20 15:00', '2024-03-21 10:00'),
    ('open', 12, 4, '2024-06-03 09:00', '2024-06-20 15:00', NULL), ('overdue', 1, 4, '2024-05-13 09:00', '2024-06-03 15:00', NULL), ('withdrawn', 2, 7, '2024-02-01 09:00', '2024-02-06 15:00', '2024-02-05 10:00'),
    ('day after', 1, 9, '2024-06-07 09:00', '2024-06-20 15:00', '2024-06-07 10:00')) AS g (kind, count, status, received, due, finished), generate_series(1, g.count) AS i;

-- All that is asked of them, in one reading.
CREATE TEMPORARY TABLE asked (line integer GENERATED ALWAYS AS IDENTITY, figure text, value text, UNIQUE (figure, value));
CREATE TEMPORARY TABLE answer (figure text, value text, told json);
CREATE FUNCTION pg_temp.ask() RETURNS void
    LANGUAGE sql
AS $$
    DELETE FROM answer;
    INSERT INTO answer
    SELECT a.figure, a.value, to_json(r)
    FROM stats.reconcile('2023-12-07', '2024-06-06', (SELECT jsonb_agg(jsonb_build_object('line', a.line, 'office', 'H01', 'figure', a.figure, 'value', a.value)) FROM asked AS a)) AS r
    JOIN asked AS a ON a.line = r.line
$$;
CREATE FUNCTION pg_temp.reconcile(figure text, value text) RETURNS SETOF json
    LANGUAGE sql
AS $$
    SELECT told FROM answer AS a WHERE a.figure = reconcile.figure AND a.value = reconcile.value
$$;
INSERT INTO asked (figure, value) VALUES ('late', '3,07'), ('late', '3,1'), ('late', '3,03'), ('late', '3,11'), ('late', '3,06'), ('late', '4,00'), ('late', '12,3'), ('late', '-'), ('late', '3,15'),
    ('on_time', '96,93'), ('on_time', '95,80'), ('on_time', '96'), ('on_time', '96,73'), ('on_time', '96,89'), ('on_time', '96,94'), ('on_time', '96,00'), ('on_time', '96,90'), ('on_time', '96,7'),
    ('Tỷ lệ đúng hạn', '0,9693'), ('received', '1.286'), ('received', '1.287'), ('Tỷ lệ giải quyết', '98,83'), ('feedback_on_time', '100'), ('feedback_on_time', '0'), ('resolved', '1.273'),
    ('pending', '15'), ('pending_overdue', '1'), ('pending_overdue', '2');
SELECT pg_temp.ask() \g /dev/null
-- Ours, whether it agrees, and every way in the usual view that gives theirs.
CREATE FUNCTION pg_temp.told(figure text, value text) RETURNS text
    LANGUAGE sql
AS $$
    SELECT concat_ws(' ', min(r ->> 'numerator'), min(r ->> 'denominator'), min(r ->> 'agrees'),
        string_agg(concat_ws(' ', r #>> '{reading,profile}', r #>> '{reading,variant}', r #>> '{reading,numerator}', r #>> '{reading,denominator}', r #>> '{reading,digits}', r #>> '{reading,rounding}'), ', '
            ORDER BY (r ->> 'place')::integer) FILTER (WHERE (r ->> 'place')::integer <= 3))
    FROM pg_temp.reconcile(figure, value) AS r
$$;
CREATE FUNCTION pg_temp.has(figure text, value text, wanted json) RETURNS boolean
    LANGUAGE sql
    RETURN (SELECT bool_or((r -> 'reading')::jsonb @> wanted::jsonb) FROM pg_temp.reconcile(figure, value) AS r);

SELECT matches(pg_temp.told(v.figure, v.value), v.expected, format('%s of %s', v.value, v.figure))
FROM (VALUES ('late', '3,07', '^39 1271 true report 39 1271 2 half_up'), ('late', '3,1', '^39 1271 true report 39 1271 1 half_up'), ('on_time', '96,93', '^1232 1271 true report 1232 1271 2'),
    ('on_time', '95,80', '^1232 1271 false decree61 1232 1286 2 half_up'), ('on_time', '96', '^1232 1271 false report 1232 1271 0 truncated, decree61 1232 1286 0 half_up'),
    ('on_time', '96,73', '^1232 1271 false qd766 withdrawn_not_in_time 1244 1286 2 half_up'), ('on_time', '96,89', '^1232 1271 false qd766 1246 1286'), ('Tỷ lệ đúng hạn', '0,9693', '^1232 1271 false report 1232 1271 4'),
    ('received', '1.286', '^1286 true report 1286 0 half_up'), ('Tỷ lệ giải quyết', '98,83', '^false report of_received 1271 1286'), ('feedback_on_time', '100', '^0 0 false report empty_is_100 0 0')) AS v (figure, value, expected);
SELECT ok(pg_temp.has(v.figure, v.value, v.wanted::json), format('%s of %s may be %s', v.value, v.figure, v.wanted))
FROM (VALUES ('late', '3,1', '{"profile": "report", "variant": "with_overdue_of_received", "numerator": 40, "denominator": 1286, "digits": 1, "rounding": "half_up"}'),
    ('late', '3,03', '{"profile": "report", "variant": "of_received", "numerator": 39, "denominator": 1286}'), ('late', '3,11', '{"numerator": 40, "denominator": 1286}'),
    ('late', '3,06', '{"profile": "report", "variant": null, "rounding": "truncated", "digits": 2}'), ('on_time', '96,94', '{"profile": "td", "variant": "by_date", "numerator": 1234, "denominator": 1273}'),
    ('on_time', '96', '{"profile": "opencps", "variant": "releases", "rounding": "truncated", "digits": 0}'), ('on_time', '96,00', '{"profile": "report", "variant": null, "rounding": "truncated", "digits": 0}'),
    ('on_time', '96,90', '{"profile": "report", "variant": null, "rounding": "half_up", "digits": 1}'), ('late', '4,00', '{"variant": "rest_of_on_time", "rounding": "truncated", "digits": 0}'),
    ('resolved', '1.273', '{"profile": "td", "variant": "by_date", "numerator": 1273, "denominator": null}'), ('pending', '15', '{"variant": "rest_of_received", "numerator": 15}'),
    ('received', '1.287', '{"period": {"from": "2023-12-07", "to": "2024-06-07"}, "departures": ["end_day"]}'),
    ('feedback_on_time', '0', '{"variant": "empty_is_0"}')) AS v (figure, value, wanted);
SELECT is((SELECT motcua.rounded((r #>> '{reading,numerator}')::bigint + (r #>> '{reading,change}')::bigint, (r #>> '{reading,denominator}')::bigint, 1000, false)
                  || ' ' || ((r #>> '{reading,dossiers}')::bigint BETWEEN 1 AND (r ->> 'dossiers')::bigint) || ' ' || (r ->> 'place') || ' ' || (r ->> 'readings') || ' ' || (r ->> 'dossiers')
           FROM pg_temp.reconcile('late', '12,3') AS r), '123 true 0 0 117', 'the nearest, and how many dossiers lie between; of ours 117');
SELECT is((SELECT count(*) FROM pg_temp.reconcile('late', '-')), 1::bigint, 'what was not published is one row');
SELECT is((SELECT (r ->> 'numerator') || coalesce(r ->> 'agrees', ' null') || coalesce(r ->> 'place', ' null') FROM pg_temp.reconcile('late', '-') AS r), '39 null null', 'with ours, and not compared');

-- Every reading that is told gives what was published: by a query of its own.
SELECT is_empty($$
    SELECT r -> 'reading' FROM pg_temp.reconcile('on_time', '96,7') AS r
    CROSS JOIN LATERAL (SELECT 100::numeric * (r #>> '{reading,numerator}')::numeric / (r #>> '{reading,denominator}')::numeric AS exact) AS e
    WHERE CASE r #>> '{reading,rounding}' WHEN 'truncated' THEN trunc(e.exact, 1) ELSE round(e.exact, 1) END <> 96.7 AND r #>> '{reading,variant}' NOT LIKE 'rest%' $$, 'every reading gives what was published');
SELECT is_empty($$
    SELECT r -> 'reading' FROM pg_temp.reconcile('on_time', '96,93') AS r
    CROSS JOIN LATERAL stats.rates((r #>> '{reading,period,from}')::date, (r #>> '{reading,period,to}')::date, r #>> '{reading,profile}', r #>> '{reading,by}', r #>> '{reading,tree}') AS s
    WHERE r #>> '{reading,variant}' IS NULL AND s.office = 'H01' AND s.rate = 'on_time' AND NOT (r #> '{reading,departures}')::jsonb ? 'last_day'
      AND (s.numerator, s.denominator) <> ((r #>> '{reading,numerator}')::bigint, (r #>> '{reading,denominator}')::bigint) $$, 'a reading of a profile is what show shows');
SELECT is_empty($$ SELECT * FROM (SELECT (r ->> 'place')::integer AS place, json_array_length(r #> '{reading,departures}') AS departures,
    lag(json_array_length(r #> '{reading,departures}')) OVER (ORDER BY (r ->> 'place')::integer) AS before FROM pg_temp.reconcile('on_time', '96') AS r) AS o WHERE o.departures < o.before $$, 'the simplest first');
SELECT is((SELECT count(*) FROM pg_temp.reconcile('on_time', '96')), (SELECT count(DISTINCT (r -> 'reading')::jsonb) FROM pg_temp.reconcile('on_time', '96') AS r), 'and none twice');

-- Due on the last day: overdue at its end, in time for who counts on that day.
SELECT pg_temp.add('last day', 4, '2024-06-03 09:00', '2024-06-06 15:00') \g /dev/null
DELETE FROM asked WHERE figure NOT IN ('pending_overdue', 'received') AND value NOT IN ('96');
INSERT INTO asked (figure, value) VALUES ('received', '1.288'), ('on_time', '95,73'), ('late', '3,23');
SELECT pg_temp.ask() \g /dev/null
SELECT ok(pg_temp.has('pending_overdue', '2', '{"departures": []}'), 'due on the last day is overdue');
SELECT ok(pg_temp.has('pending_overdue', '1', '{"departures": ["last_day"], "numerator": 1}'), 'unless the last day still counts');

-- Dossiers between two readings.
CREATE FUNCTION pg_temp.apart(figure text, value text) RETURNS TABLE (code text, ours text, theirs text, ours_reason text, theirs_reason text)
    LANGUAGE sql
AS $$
    SELECT d.code, d.ours, d.theirs, d.ours_reason, d.theirs_reason
    FROM (SELECT jsonb_agg(r) AS chosen FROM pg_temp.reconcile(figure, value) AS r WHERE (r ->> 'place')::integer < 2) AS c
    CROSS JOIN LATERAL stats.reconcile_dossiers('2023-12-07', '2024-06-06', c.chosen) AS d
$$;
SELECT results_eq($$ SELECT * FROM pg_temp.apart('received', '1.288') $$,
    $$ VALUES ('day after 1', NULL, 'counted', 'tiếp nhận 07/06/2024, sau kỳ', 'tiếp nhận 07/06/2024') $$, 'a period that ends a day late counts one more');
SELECT set_eq($$ SELECT ours, theirs, count(*) FROM pg_temp.apart('on_time', '95,73') GROUP BY 1, 2 $$, $$ VALUES (NULL::text, 'denominator'::text, 16::bigint) $$, 'of what was received: those not resolved');
SELECT is((SELECT count(*) FROM pg_temp.apart('on_time', '96')), 0::bigint, 'cutting digits off counts no dossier');
SELECT set_eq($$ SELECT code, ours, theirs FROM pg_temp.apart('late', '3,23') $$,
    $$ VALUES ('overdue 1', NULL, 'numerator'), ('last day', NULL, 'numerator') $$, 'late and overdue of what was resolved: the two that are open');

-- Two trees, two offices, an earlier evening.
INSERT INTO motcua.office (code, name, parent, valid_to) VALUES ('H02', 'UBND tỉnh', NULL, NULL), ('H02.1', 'UBND xã Một', 'H02', '2024-08-31'), ('H02.2', 'UBND xã Hai', 'H02', NULL);
INSERT INTO motcua.office_succession (old_office, new_office, on_day) VALUES ('H02.1', 'H02.2', '2024-09-01');
INSERT INTO motcua.run (run_id, program, source, started_at, status, records, inserted) OVERRIDING SYSTEM VALUE VALUES
    (9001, 'ingest', 's', '2024-06-10 01:30+07', 'done', 1, 1), (9002, 'ingest', 's', '2024-06-20 01:30+07', 'done', 1, 1);
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, finished_at, due_at, first_run_id, last_run_id)
SELECT 's', 'x' || i, CASE WHEN i <= 3 THEN 'H02' ELSE 'H02.2' END, CASE WHEN i <= 7 THEN 'H02.1' ELSE 'H02.2' END, 9, timestamptz '2024-05-06 09:00+07', timestamptz '2024-05-07 09:00+07',
       timestamptz '2024-05-20 09:00+07', run, run
FROM generate_series(1, 20) AS i CROSS JOIN LATERAL (SELECT CASE WHEN i > 18 THEN 9002 ELSE 9001 END AS run) AS r;
CREATE TEMPORARY TABLE simplest AS
    SELECT r.line, r.office, r.figure, r.is_rate, r.reading FROM stats.reconcile('2024-05-01', '2024-05-31', (
        SELECT jsonb_agg(jsonb_build_object('line', l.line, 'office', l.office, 'figure', 'received', 'value', l.value))
        FROM (VALUES (1, 'H02.2', '20'), (2, 'H02.1', '7'), (3, 'H02.2', '17'), (4, 'H02.2', '11'), (5, 'H02', '3'), (6, 'H02', '20')) AS l (line, office, value))) AS r WHERE r.place = 1;
SELECT is(s.reading ->> v.key, v.expected, format('received at %s, line %s: %s is %s', s.office, v.line, v.key, v.expected))
FROM (VALUES (1, 'tree', 'now'), (2, 'tree', 'then'), (3, 'by', 'receiving'), (4, 'as_of', '2024-06-10T23:59:59+07:00'), (4, 'as_of_until', '2024-06-19'), (5, 'subtree', 'false'), (6, 'subtree', 'true')) AS v (line, key, expected)
JOIN simplest AS s ON s.line = v.line;
CREATE TEMPORARY TABLE between_them AS
    SELECT d.* FROM stats.reconcile_dossiers('2024-05-01', '2024-05-31', (SELECT jsonb_agg(to_jsonb(s)) FROM simplest AS s WHERE s.line IN (4, 5))) AS d;
SELECT is((SELECT string_agg(d.code || ' ' || d.theirs_reason, ', ' ORDER BY d.code) FROM between_them AS d WHERE d.line = 4),
    'x19 chưa có trong dữ liệu lúc đó, x20 chưa có trong dữ liệu lúc đó', 'what was not known on that evening');
SELECT results_eq($$ SELECT ours, theirs, theirs_reason, count(*) FROM between_them WHERE line = 5 GROUP BY 1, 2, 3 ORDER BY 3 $$,
    $$ VALUES ('counted', NULL::text, 'tính cho cơ quan H02.2', 17::bigint) $$, 'what counts for another office');

-- The rows that say how others count.
SELECT is_empty($$ SELECT n.profile, n.variant, n.figure FROM motcua.reading AS n WHERE n.text_vi = '' OR n.legal_source = '' $$, 'each has words and a source');
SELECT is_empty($$ SELECT n.profile, n.variant, n.figure FROM motcua.reading AS n WHERE NOT n.is_rate AND NOT EXISTS (SELECT FROM motcua.bucket AS b WHERE b.bucket = n.figure) $$, 'each count is a bucket');
SELECT is_empty($$ SELECT n.figure FROM motcua.reading AS n WHERE n.is_rate AND n.figure NOT IN ('*', 'progress') AND NOT EXISTS (SELECT FROM motcua.rate AS r WHERE r.rate = n.figure) $$, 'each rate is one of a profile');
SELECT is_empty($$ SELECT profile FROM motcua.profile WHERE profile IN (SELECT n.profile FROM motcua.reading AS n WHERE n.profile NOT IN ('report', 'qd766', '*')) $$, 'software is no profile');
SELECT is_empty($$ SELECT unnest(v.departures) FROM motcua.reading_views('2024-05-01', '2024-05-31', 400) AS v EXCEPT SELECT d.departure FROM motcua.departure AS d $$, 'each departure has its weight and words');
SELECT is_empty($$ SELECT profile, variant, figure FROM motcua.reading_rule AS r WHERE r.is_rate AND r.variant <> ''
    AND NOT EXISTS (SELECT FROM motcua.reading_part AS p WHERE (p.profile, p.variant, p.figure, p.is_rate) = (r.profile, r.variant, r.figure, true) AND p.denominator <> 0) $$, 'each rate has a denominator');

SELECT * FROM finish();
ROLLBACK;
