-- A procedure that is issued anew leaves earlier periods as they were: in whatever order its versions are told.
BEGIN;
SELECT plan(52);
\ir include/batch.sql
\ir include/list.sql
SET LOCAL motcua.today = '2024-12-31';

CREATE FUNCTION pg_temp.procedures(records jsonb) RETURNS text LANGUAGE sql RETURN pg_temp.merge('procedure', 'merge_procedures', records);
-- All versions of a procedure in the order of their days, the row of motcua.procedure with a star.
CREATE FUNCTION pg_temp.versions(of_code text) RETURNS text
    LANGUAGE sql
    RETURN (SELECT string_agg(concat_ws(' ', nullif(v.valid_from, '-infinity'), '..', v.valid_to, v.online_level, 'fee ' || v.has_fee, v.star), ', ' ORDER BY v.valid_from)
            FROM (SELECT coalesce(p.valid_from, '-infinity') AS valid_from, p.valid_to, p.online_level, p.has_fee, '*' AS star FROM motcua.procedure AS p WHERE p.code = of_code
                  UNION ALL SELECT v.valid_from, v.valid_to, v.online_level, v.has_fee, NULL FROM motcua.procedure_version AS v WHERE v.code = of_code AND NOT v.is_row) AS v);
-- Tells each batch as a list of its own, and what there is then.
CREATE FUNCTION pg_temp.told(of_code text, VARIADIC batches jsonb[]) RETURNS text
    LANGUAGE plpgsql
AS $$
BEGIN
    FOR i IN 1 .. cardinality(batches) LOOP
        PERFORM pg_temp.procedures((SELECT jsonb_agg(r || jsonb_build_object('code', of_code)) FROM jsonb_array_elements(CASE jsonb_typeof(batches[i]) WHEN 'array' THEN batches[i] ELSE jsonb_build_array(batches[i]) END) AS r));
    END LOOP;
    RETURN pg_temp.versions(of_code);
END;
$$;
\set v1 '\'{"name": "Một", "online_level": "partial", "has_fee": true, "valid_from": "2020-01-01"}\''
\set v2 '\'{"name": "Hai", "online_level": "full", "valid_from": "2024-07-01"}\''

-- Two versions: whatever comes first, in one list or in two, once or twice.
SELECT is(pg_temp.told('a', :v1, :v2), '2020-01-01 .. partial fee true, 2024-07-01 .. full fee true *', 'one after the other; what the later one leaves empty stays');
SELECT is(pg_temp.told('b', :v2, :v1), pg_temp.versions('a'), 'the earlier one comes later');
SELECT is(pg_temp.told('c', jsonb_build_array(:v1::jsonb, :v2::jsonb)), pg_temp.versions('a'), 'both in one list');
SELECT is(pg_temp.told('d', jsonb_build_array(:v2::jsonb, :v1::jsonb)), pg_temp.versions('a'), 'the other way round');
SELECT is(pg_temp.told('e', :v1, :v2, :v1, :v2, jsonb_build_array(:v2::jsonb, :v1::jsonb)), pg_temp.versions('a'), 'again and again');
SELECT is(name, 'Hai', 'it has the name of the version in force: ' || code) FROM motcua.procedure WHERE code IN ('a', 'b', 'c', 'd', 'e') ORDER BY code;
CREATE TEMPORARY TABLE before AS SELECT code, ctid::text AS place, NULL::date AS valid_from FROM motcua.procedure UNION ALL SELECT code, ctid::text, valid_from FROM motcua.procedure_version;
SELECT is(pg_temp.procedures(jsonb_build_array(:v1::jsonb || '{"code": "a"}', :v2::jsonb || '{"code": "a"}')), '2: 0 new, 0 changed, 2 same, 0 old, 0 bad', 'the same again changes nothing');
SELECT is_empty('(SELECT code, ctid::text, NULL::date FROM motcua.procedure UNION ALL SELECT code, ctid::text, valid_from FROM motcua.procedure_version) EXCEPT SELECT * FROM before', 'no row is written');
SELECT is(pg_temp.procedures(jsonb_build_array(:v1::jsonb || '{"code": "a", "has_fee": false}')), '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'a version is corrected');
SELECT is(pg_temp.versions('a'), '2020-01-01 .. partial fee false, 2024-07-01 .. full fee true *', 'where it stands');
SELECT is(pg_temp.procedures('[{"code": "a", "has_fee": false}]'), '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'a list without days');
SELECT is(pg_temp.versions('a'), '2020-01-01 .. partial fee false, 2024-07-01 .. full fee false *', 'speaks of the one in force');
SELECT is(pg_temp.procedures(jsonb_build_array(:v1::jsonb || '{"code": "a", "valid_to": "2024-06-30"}')), '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'an end is told');
SELECT is(pg_temp.procedures(jsonb_build_array(:v1::jsonb || '{"code": "f"}', :v1::jsonb || '{"code": "f", "has_fee": false}')), '2: 1 new, 0 changed, 0 same, 1 old, 0 bad', 'of two records of one version the later counts');

-- Three versions in every order have the same end.
CREATE TEMPORARY TABLE orders AS
    SELECT a.n AS a, b.n AS b, c.n AS c FROM generate_series(1, 3) AS a (n), generate_series(1, 3) AS b (n), generate_series(1, 3) AS c (n) WHERE a.n <> b.n AND b.n <> c.n AND a.n <> c.n;
CREATE FUNCTION pg_temp.version(n integer) RETURNS jsonb LANGUAGE sql RETURN
    ('[{"online_level": "none", "has_fee": true, "valid_from": "2020-01-01"}, {"online_level": "partial", "has_fee": false, "valid_from": "2022-01-01", "valid_to": "2023-12-31"}, {"online_level": "full", "has_fee": true, "valid_from": "2024-07-01"}]'::jsonb) -> n - 1;
SELECT is(pg_temp.told('o' || o.a || o.b || o.c, pg_temp.version(o.a), pg_temp.version(o.b), pg_temp.version(o.c)),
    '2020-01-01 .. none fee true, 2022-01-01 .. 2023-12-31 partial fee false, 2024-07-01 .. full fee true *', format('%s, %s, %s', o.a, o.b, o.c)) FROM orders AS o;

-- Days that nobody has told.
SELECT is(pg_temp.told('u1', '{"online_level": "partial"}', '{"online_level": "partial", "has_fee": true, "valid_from": "2024-07-01"}'), '2024-07-01 .. partial fee true *', 'a first day is told later');
SELECT is(pg_temp.told('u2', '{"online_level": "partial"}', '{"online_level": "full", "valid_from": "2024-07-01"}'), '.. partial, 2024-07-01 .. full *', 'what is told otherwise is another version');
SELECT is(pg_temp.told('u3', '[{"online_level": "full", "valid_from": "2024-07-01"}, {"online_level": "partial"}]'), pg_temp.versions('u2'), 'beside others the one without a day is the first');
SELECT is(pg_temp.told('u3', '[{"online_level": "full", "valid_from": "2024-07-01"}, {"online_level": "partial"}]'), pg_temp.versions('u2'), 'also again');
SELECT is(pg_temp.told('u4', '[{"online_level": "full", "valid_from": "2025-07-01"}, {"online_level": "partial"}]', '[{"online_level": "partial"}, {"online_level": "full", "valid_from": "2025-07-01"}]'),
    '.. partial *, 2025-07-01 .. full', 'and in force until the other begins');
SELECT is(pg_temp.told('u2', '{"valid_to": "2024-06-30"}'), '.. partial, 2024-07-01 .. full *', 'an end before the beginning tells nothing of a version that began later');
SELECT pg_temp.load('[{"code": "X", "procedure": "u5"}]') \g /dev/null
SELECT is(pg_temp.procedures(jsonb_build_array(:v1::jsonb || '{"code": "u5"}', :v2::jsonb || '{"code": "u5"}')), '2: 1 new, 1 changed, 0 same, 0 old, 0 bad', 'what only a dossier had named');
SELECT is(pg_temp.versions('u5'), '2020-01-01 .. partial fee true, 2024-07-01 .. full fee true *', 'is no version');

-- Figures. Received: in February and on 30 June before the second version, on 1 July and in October after it; and long before the first.
DELETE FROM motcua.dossier;
DELETE FROM motcua.dossier_version;
DELETE FROM motcua.procedure_version;
DELETE FROM motcua.procedure;
SELECT pg_temp.procedures('[{"code": "P", "name": "Khai sinh", "online_level": "partial", "full_eligible": true, "has_fee": true, "paper_result": true, "valid_from": "2020-01-01"}, {"code": "Q", "online_level": "full", "valid_from": "2020-01-01"}]') \g /dev/null
SELECT pg_temp.load((SELECT jsonb_agg(jsonb_build_object('code', d.code, 'procedure', coalesce(d.procedure, 'P'), 'channel', 'online', 'received_at', d.received, 'due_at', '2024-12-20', 'status', CASE WHEN d.finished IS NULL THEN 4 ELSE 9 END, 'finished_at', d.finished))
    FROM (VALUES ('long ago', NULL, '2019-05-06', '2024-08-01'), ('February', NULL, '2024-02-05 09:00', '2024-02-08'), ('June', NULL, '2024-06-30 23:59', '2024-07-20'), ('July', NULL, '2024-07-01 00:00', '2024-07-20'), ('October', NULL, '2024-10-07', NULL),
                 ('of another', 'Q', '2024-02-05', '2024-02-08'), ('of none', 'unknown', '2024-02-05', '2024-02-08')) AS d (code, procedure, received, finished))) \g /dev/null
CREATE FUNCTION pg_temp.figure(bucket text, period_from date, period_to date) RETURNS bigint
    LANGUAGE sql
    RETURN coalesce((SELECT b.total FROM stats.buckets(period_from, period_to) AS b WHERE b.office = 'H48' AND b.bucket = figure.bucket), 0);
CREATE FUNCTION pg_temp.halves(of_bucket text) RETURNS text LANGUAGE sql RETURN pg_temp.figure(of_bucket, '2024-01-01', '2024-06-30') || ' ' || pg_temp.figure(of_bucket, '2024-07-01', '2024-12-31');
SELECT is(pg_temp.halves('received_full'), '1 0', 'partial so far');
CREATE TEMPORARY TABLE first_half AS SELECT * FROM stats.buckets('2024-01-01', '2024-06-30');
CREATE TEMPORARY TABLE first_half_rates AS SELECT * FROM motcua.rates('2024-01-01', '2024-06-30');
SELECT pg_temp.procedures('[{"code": "P", "name": "Khai sinh", "online_level": "full", "has_fee": false, "paper_result": false, "valid_from": "2024-07-01"}]') \g /dev/null
SELECT set_eq($$ SELECT * FROM stats.buckets('2024-01-01', '2024-06-30') $$, 'SELECT * FROM first_half', 'the half-year before stays as it was');
SELECT set_eq($$ SELECT * FROM motcua.rates('2024-01-01', '2024-06-30') $$, 'SELECT * FROM first_half_rates', 'under every rule');
SELECT is(pg_temp.halves('received_full'), '1 2', 'each dossier has the version of the day when it came in');
SELECT is(pg_temp.halves('procedures_full'), '1 2', 'procedures are those in force on the last day');
SELECT is(pg_temp.halves('procedures_fee'), '1 0', 'with what they were then');
SELECT is(pg_temp.halves('received'), '4 2', 'and nobody counts twice');
SELECT is((SELECT sum(pg_temp.figure('received_full', m::date, (m + interval '1 month')::date - 1)) FROM generate_series(timestamp '2024-01-01', '2024-12-01', interval '1 month') AS m), 3::numeric, 'months add up to the year');
SELECT set_eq($$ SELECT d.code FROM stats.dossiers('received_full', '2024-01-01', '2024-12-31') AS d $$, $$ VALUES ('July'), ('October'), ('of another') $$, 'the list has the dossiers of the figure');
SELECT set_eq($$ SELECT e.reason FROM stats.explain('test', 'June') AS e WHERE e.rate = 'results_digitised' AND e.profile = 'qd766' AND e.event = 'closed' $$, $$ VALUES ('kết thúc 20/07/2024, hẹn trả 20/12/2024: trước hạn 153 ngày; thủ tục có kết quả giấy') $$,
    'the story of a dossier knows of the paper that was owed');
SELECT is_empty($$ SELECT e.reason FROM stats.explain('test', 'July') AS e WHERE e.rate = 'results_digitised' AND e.profile = 'qd766' $$, 'and that later none was');
SELECT set_eq($$ SELECT d.procedure, d.reason FROM stats.dossiers('procedures_full_eligible', '2024-04-01', '2024-06-30') AS d $$, $$ VALUES ('P', 'thủ tục trực tuyến một phần; đủ điều kiện toàn trình'),
    ('Q', 'thủ tục toàn trình; chưa rõ có đủ điều kiện toàn trình không, tính là đủ') $$, 'a list of procedures of then');
SELECT set_eq($$ SELECT f.code, f.online_level FROM stats.dossier_facts AS f WHERE f.procedure = 'P' $$, $$ VALUES ('long ago', 'partial'), ('February', 'partial'), ('June', 'partial'), ('July', 'full'), ('October', 'full') $$,
    'dashboards too; before the first version the first one holds');
SELECT set_eq($$ SELECT r.code, r.reason FROM stats.rate_evidence('full_process_procedures', '2024-04-01', '2024-06-30', 'H48') AS r $$, $$ SELECT d.procedure, d.reason FROM stats.dossiers('procedures_full_eligible', '2024-04-01', '2024-06-30') AS d
    WHERE d.procedure = 'P' UNION SELECT d.procedure, d.reason FROM stats.dossiers('procedures_full', '2024-04-01', '2024-06-30') AS d $$, 'and evidence');

-- A gap, and what is to come.
SELECT pg_temp.procedures('[{"code": "P", "valid_from": "2020-01-01", "valid_to": "2024-03-31"}, {"code": "Q", "online_level": "none", "valid_from": "2024-12-31"}]') \g /dev/null
SELECT is(pg_temp.halves('received_full'), '1 2', 'what comes in between two versions has the one before');
SELECT is(pg_temp.halves('procedures_full_eligible'), '1 2', 'but no procedure was in force then');
SELECT is(pg_temp.halves('procedures_full'), '1 1', 'the new version of the last day counts on it');
SET LOCAL motcua.today = '2024-12-30';
SELECT is(pg_temp.figure('procedures_full', '2024-07-01', '2024-12-31'), 2::bigint, 'not the day before');
UPDATE motcua.procedure SET online_level = 'none' WHERE code = 'P';
SELECT is(pg_temp.halves('received_full'), '1 0', 'a correction by hand holds for the version that it corrects');
DELETE FROM motcua.procedure WHERE code NOT IN ('P', 'Q', 'unknown');
SELECT throws_ok($$ DELETE FROM motcua.procedure WHERE code = 'P' $$, '23503', NULL, 'what dossiers name stays, with its versions');

SELECT * FROM finish();
ROLLBACK;
