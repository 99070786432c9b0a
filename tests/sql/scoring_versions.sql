-- Scoring sets that change within a year: which version a day is scored under.
BEGIN;
SELECT plan(34);
\ir include/dossier.sql
SET LOCAL motcua.today = '2026-03-01';

-- A set that was changed after two months, and a third version that is to come.
INSERT INTO motcua.scoring (scoring, family, profile, text_en, text_vi, legal_source, valid_from, valid_to) VALUES
    ('son-la-2025-08', 'son-la', 'report', 'x', 'x', '2211/QĐ-UBND', '2025-08-31', '2025-10-30'),
    ('son-la-2025-10', 'son-la', 'report', 'x', 'x', '2712/QĐ-UBND', '2025-10-31', NULL),
    ('son-la-2027', 'son-la', 'report', 'x', 'x', 'x', '2027-01-01', '2027-12-31');
INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, text_vi) VALUES
    ('son-la-2025-08', '1', 'on_time', 4, 'x'), ('son-la-2025-08', '2', 'online', 6, 'x'),
    ('son-la-2025-10', '1', 'on_time', 10, 'x'), ('son-la-2027', '1', 'late', 1, 'x');
INSERT INTO motcua.criterion (scoring, criterion, no_rate, max_points, text_vi) VALUES ('son-la-2025-10', '3', 'x', 5, 'x');

SELECT is(motcua.scoring_on('son-la', v.day::date), v.version, format('%s: %s', v.day, v.why))
FROM (VALUES
    ('2025-08-30', 'son-la-2025-08', 'the next one to come before there is any'),
    ('2025-08-31', 'son-la-2025-08', 'the first day'),
    ('2025-10-30', 'son-la-2025-08', 'the last day'),
    ('2025-10-31', 'son-la-2025-10', 'the first day of the next'),
    ('2026-12-31', 'son-la-2025-10', 'no end is known'),
    ('2027-01-01', 'son-la-2027', 'of two in force the newer'),
    ('2027-12-31', 'son-la-2027', 'its last day'),
    ('2028-01-01', 'son-la-2025-10', 'the older is still in force')) AS v (day, version, why);
UPDATE motcua.scoring SET valid_to = '2026-06-30' WHERE scoring = 'son-la-2025-10';
SELECT is(motcua.scoring_on('son-la', v.day::date), v.version, format('%s: %s', v.day, v.why))
FROM (VALUES ('2026-07-01', 'son-la-2025-10', 'between two the one that was last in force'), ('2028-06-01', 'son-la-2027', 'after all of them the last')) AS v (day, version, why);

SELECT is(motcua.scoring_on('son-la-2025-08', '2026-01-01'), 'son-la-2025-08', 'a version by its own name');
SELECT is(motcua.scoring_on('gia-nghia-2023', '2020-01-01'), 'gia-nghia-2023', 'a set without versions');
SELECT throws_ok($$ SELECT motcua.scoring_on('none', '2026-01-01') $$, '22023', 'there is no scoring set ''none''', 'no such set');
SELECT throws_ok($$ SELECT motcua.scoring_on(NULL, '2026-01-01') $$, '22023', NULL, 'null is no set');
SELECT ok(motcua.scoring_names() @> '{son-la,son-la-2027,qd766}', 'all names by which one can ask');
-- A first version may have the name of the family.
INSERT INTO motcua.scoring (scoring, family, profile, text_en, text_vi, legal_source, valid_from, valid_to) VALUES
    ('tinh', 'tinh', 'report', 'x', 'x', 'x', NULL, '2024-12-31'), ('tinh-2', 'tinh', 'report', 'x', 'x', 'x', '2025-01-01', NULL);
SELECT is(motcua.scoring_on('tinh', '2024-12-31') || ' ' || motcua.scoring_on('tinh', '2025-01-01'), 'tinh tinh-2', 'the family goes before the version');
SELECT throws_ok($$ INSERT INTO motcua.scoring (scoring, family, profile, text_en, text_vi, legal_source) VALUES ('x', '', 'report', 'x', 'x', 'x') $$, '23514', NULL, 'no family without a name');

SELECT is(motcua.scoring_doubt('son-la-2025-08', v.day::date), v.doubt, 'doubt of ' || v.day)
FROM (VALUES ('2025-08-30', 'bộ tiêu chí son-la-2025-08 có hiệu lực từ 31/08/2025, sau ngày chấm điểm 30/08/2025'), ('2025-08-31', NULL), ('2025-10-30', NULL),
    ('2025-10-31', 'bộ tiêu chí son-la-2025-08 hết hiệu lực sau 30/10/2025, trước ngày chấm điểm 31/10/2025')) AS v (day, doubt);

-- A year is scored under the version of its last day; while it is not over, under that of the day of looking.
SELECT pg_temp.add('d' || i, 9, '2025-03-05 09:00', '2025-03-20 15:00', '2025-03-' || 10 + 4 * i) FROM generate_series(1, 4) AS i \g /dev/null
CREATE FUNCTION pg_temp.points(last_day date, today date, scoring text DEFAULT 'son-la') RETURNS text
    LANGUAGE sql
AS $$ SELECT string_agg(p.criterion || '=' || coalesce(p.points::text, 'none') || '/' || p.max_points, ' ' ORDER BY p.criterion)
      FROM stats.points('2025-01-01', last_day, scoring, 'handling', 'then', today) AS p WHERE p.office = 'H01' $$;
SELECT is(pg_temp.points('2025-12-31', '2026-03-01'), '1=5.000/10 3=none/5', 'the year under the version of its end');
SELECT is(pg_temp.points('2025-12-31', '2025-09-30'), '1=2.000/4 2=0.000/6', 'in September under the one of then');
SELECT is(pg_temp.points('2025-09-30', '2026-03-01'), '1=2.000/4 2=0.000/6', 'the third quarter, whenever one looks');
SELECT is(pg_temp.points('2025-12-31', '2025-10-31'), '1=5.000/10 3=none/5', 'from the day of the change on under the new one');
SELECT is(pg_temp.points('2025-12-31', '2026-03-01', 'son-la-2025-08'), '1=2.000/4 2=0.000/6', 'another version when it is asked for');
SELECT is(pg_temp.points('2025-03-31', '2026-03-01'), '1=2.000/4 2=0.000/6', 'before any of them under the first');
SELECT throws_ok($$ SELECT * FROM stats.points('2025-01-01', '2025-12-31', 'none') $$, '22023', 'there is no scoring set ''none''', 'points of no set');

-- Hanoi: what the plan prints, and the rest of 100 points with reasons.
SELECT results_eq($$ SELECT criterion COLLATE "default", max_points FROM motcua.criterion WHERE scoring = 'ha-noi-2023' AND rate IS NOT NULL ORDER BY criterion $$,
    $$ VALUES ('3.4', 5::numeric), ('3.5', 1), ('7.3.4', 1), ('7.3.5', 0.5), ('7.3.6', 1.5), ('7.3.7', 1.5) $$, 'ha-noi-2023: the criteria that dossiers answer');
SELECT is(sum(max_points), 100::numeric, 'ha-noi-2023: 100 points in all') FROM motcua.criterion WHERE scoring = 'ha-noi-2023';
SELECT is(sum(max_points), 13::numeric, 'ha-noi-2023: 13 points of field 3') FROM motcua.criterion WHERE scoring = 'ha-noi-2023' AND criterion ~ '^3';
SELECT is(sum(max_points), 13.5, 'ha-noi-2023: 13.5 points of field 7') FROM motcua.criterion WHERE scoring = 'ha-noi-2023' AND criterion ~ '^7';
SELECT is(motcua.score(c, 998, 1000), 4.990, 'ha-noi-2023: 99.8 % earn the 4.99 of 5 that it prints') FROM motcua.criterion AS c WHERE scoring = 'ha-noi-2023' AND criterion = '3.4';
SELECT is(count(*), 0::bigint, 'ha-noi-2023: what has no rate says why') FROM motcua.criterion WHERE scoring = 'ha-noi-2023' AND rate IS NULL AND coalesce(no_rate, '') = '';

SELECT * FROM finish();
ROLLBACK;
