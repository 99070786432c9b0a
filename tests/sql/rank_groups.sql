-- Offices among their equals: levels, groups by volume, bands, a minimum.
BEGIN;
SELECT plan(34);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-12-31';

-- The limits as shipped (CPGRAMS), both sides of each edge; no year is too large.
SELECT results_eq($$ SELECT n.n, g.name, g.received_from, g.received_to FROM unnest('{0,1999,2000,9999,10000,9223372036854775807}'::bigint[]) AS n (n), motcua.volume_group_of('commune', n.n) AS g $$,
    $$ VALUES (0::bigint, 'C' COLLATE "C", 0::bigint, 1999::bigint), (1999, 'C', 0, 1999), (2000, 'B', 2000, 9999), (9999, 'B', 2000, 9999), (10000, 'A', 10000, NULL), (9223372036854775807, 'A', 10000, NULL) $$,
    'A from 10,000, B from 2,000, C below');
SELECT results_eq($$ SELECT name FROM motcua.volume_group_of(NULL, 2000) $$, $$ VALUES ('B' COLLATE "C") $$, 'an office of an unknown level too');
INSERT INTO motcua.volume_group VALUES ('commune', 'lớn', 30), ('commune', 'nhỏ', 4);
SELECT results_eq($$ SELECT l.l, n.n, g.name FROM unnest('{commune,district}'::text[]) AS l (l), unnest('{3,4,29,30}'::bigint[]) AS n (n) LEFT JOIN LATERAL motcua.volume_group_of(l.l, n.n) AS g ON true $$,
    $$ VALUES ('commune', 3::bigint, NULL COLLATE "C"), ('commune', 4, 'nhỏ'), ('commune', 29, 'nhỏ'), ('commune', 30, 'lớn'), ('district', 3, 'C'), ('district', 4, 'C'), ('district', 29, 'C'), ('district', 30, 'C') $$,
    'a level with groups of its own has no others');
SELECT throws_ok($$ INSERT INTO motcua.volume_group VALUES ('commune', 'vừa', 30) $$, '23505', NULL, 'two groups cannot begin at one number');
SELECT throws_ok($$ INSERT INTO motcua.volume_group VALUES (NULL, 'A', 5) $$, '23505', NULL, 'nor have one name');
SELECT throws_ok($$ INSERT INTO motcua.volume_group VALUES (NULL, 'D', -1) $$, '23514', NULL, 'nor begin below nothing');

SELECT is(motcua.year_before(v.last_day), v.first_day, 'the 12 months that end with ' || v.last_day)
FROM (VALUES (date '2024-06-30', date '2023-07-01'), ('2024-12-31', '2024-01-01'), ('2024-02-29', '2023-03-01'), ('2025-02-28', '2024-03-01'), ('2024-06-06', '2023-06-07')) AS v (last_day, first_day);

-- Korea: the best 10 %, to 30, to 70, to 90, the rest.
SELECT is(string_agg(motcua.rank_band(p, 10)::text, '' ORDER BY p), '1223333445', 'bands of ten') FROM generate_series(1, 10) AS p;
SELECT is(string_agg(motcua.rank_band(p, 19)::text, '' ORDER BY p), '1222233333333444455', 'bands of nineteen: a tenth of them is one') FROM generate_series(1, 19) AS p;
SELECT is(string_agg(motcua.rank_band(p, 20)::text, '' ORDER BY p), '11222233333333444455', 'and of twenty two') FROM generate_series(1, 20) AS p;
SELECT is_empty($$ SELECT FROM generate_series(0, 9) AS n, generate_series(1, 9) AS p WHERE motcua.rank_band(p, n) IS NOT NULL $$, 'none among fewer than ten');
SELECT is(motcua.rank_band(NULL, 20), NULL, 'none without a place');

SELECT ok(motcua.fraction(9223372036854775806, 9223372036854775807) < motcua.fraction(9223372036854775807, 9223372036854775807), 'the nearest fractions there are differ');
SELECT ok(motcua.fraction(9223372036854775805, 9223372036854775806) < motcua.fraction(9223372036854775806, 9223372036854775807), 'and those of two denominators');
SELECT is(motcua.fraction(1, 3), motcua.fraction(3074457345618258602, 9223372036854775806), 'equal ones do not');
SELECT is(motcua.fraction(1, 0), NULL, 'there is none of nothing');

-- Two districts with communes: number of dossiers resolved in March, of these late; D.1.4 has none, D.2.3 came in a year ago.
INSERT INTO motcua.office (code, parent, level) VALUES ('D', NULL, 'province'), ('D.1', 'D', 'district'), ('D.2', 'D', 'district'), ('D.9', 'D', 'department');
INSERT INTO motcua.office (code, parent, level)
SELECT c, left(c, 3), 'commune' FROM unnest('{D.1.1,D.1.2,D.1.3,D.1.4,D.2.1,D.2.2,D.2.3}'::text[]) AS c;
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at, due_at, finished_at)
SELECT 's', o.office || ' ' || i, 'H01', o.office, 9, o.received, CASE WHEN i <= o.late THEN timestamptz '2024-03-10' ELSE '2024-03-20' END, '2024-03-12 10:00'
FROM (VALUES ('D.1.1', 1, 3, timestamptz '2024-03-05'), ('D.1.2', 10, 30, '2024-03-05'), ('D.1.3', 0, 2, '2024-03-05'), ('D.2.1', 3, 40, '2024-03-05'), ('D.2.2', 0, 30, '2024-03-05'),
             ('D.2.3', 1, 31, '2023-03-31'), ('D.9', 2, 20, '2024-03-05')) AS o (office, late, resolved, received),
     LATERAL generate_series(1, o.resolved) AS i;
CREATE FUNCTION pg_temp.told(of_level text, under_office text DEFAULT NULL, by_volume boolean DEFAULT false, minimum bigint DEFAULT 0, rate text DEFAULT 'late') RETURNS SETOF text
    LANGUAGE sql
AS $$
    SELECT concat_ws(' ', coalesce(r.parent, '-'), coalesce(r.kind, '-'), coalesce(r.volume_group, '-'), format('%s/%s', r.place, r.ranked), r.office, r.no_place)
    FROM stats.ranking_among(rate, '2024-03-01', '2024-03-31', of_level, under_office, by_volume, minimum) AS r
$$;
SELECT results_eq($$ SELECT pg_temp.told('commune') $$,
    $$ VALUES ('- commune - 1/6 D.1.3'), ('- commune - 1/6 D.2.2'), ('- commune - 3/6 D.2.3'), ('- commune - 4/6 D.2.1'), ('- commune - 5/6 D.1.1'), ('- commune - 5/6 D.1.2'), ('- commune - /6 D.1.4 mẫu số bằng 0') $$,
    'a whole level: equal fractions share a place, whatever the number of dossiers');
SELECT results_eq($$ SELECT pg_temp.told(NULL, 'D') $$, $$ VALUES ('D - - 1/3 D.2'), ('D - - 2/3 D.9'), ('D - - 3/3 D.1') $$, 'the children of an office, whatever their level');
SELECT results_eq($$ SELECT pg_temp.told('department', 'D') $$, $$ VALUES ('- department - 1/1 D.9') $$, 'of one level');
SELECT results_eq($$ SELECT pg_temp.told(NULL, 'D.1', false, 3) $$,
    $$ VALUES ('D.1 - - 1/2 D.1.1'), ('D.1 - - 1/2 D.1.2'), ('D.1 - - /2 D.1.3 mẫu số 2, dưới mức tối thiểu 3'), ('D.1 - - /2 D.1.4 mẫu số bằng 0') $$,
    'below the minimum there is no place, at it there is');
SELECT results_eq($$ SELECT pg_temp.told('commune', NULL, true) $$,
    $$ VALUES ('- commune lớn 1/3 D.2.2'), ('- commune lớn 2/3 D.2.1'), ('- commune lớn 3/3 D.1.2'),
              ('- commune - /0 D.1.1 không thuộc nhóm nào theo số hồ sơ tiếp nhận'), ('- commune - /0 D.1.3 không thuộc nhóm nào theo số hồ sơ tiếp nhận'),
              ('- commune - /0 D.1.4 mẫu số bằng 0'), ('- commune - /0 D.2.3 không thuộc nhóm nào theo số hồ sơ tiếp nhận') $$,
    'groups by what came in within the year; below the lowest there is none');
SELECT results_eq($$ SELECT pg_temp.told(NULL, 'D', true) $$, $$ VALUES ('D department C 1/1 D.9'), ('D district C 1/2 D.2'), ('D district C 2/2 D.1') $$,
    'a group is of one level');
SELECT results_eq($$ SELECT office, volume FROM stats.ranking_among('late', '2024-03-01', '2024-03-31', 'commune', by_volume => true) ORDER BY office $$,
    $$ VALUES ('D.1.1', 3::bigint), ('D.1.2', 30), ('D.1.3', 2), ('D.1.4', 0), ('D.2.1', 40), ('D.2.2', 30), ('D.2.3', 0) $$, 'and is told');
SELECT results_eq($$ SELECT office, volume FROM stats.ranking_among('late', '2024-03-01', '2024-03-30', 'commune', by_volume => true) WHERE office = 'D.2.3' $$,
    $$ VALUES ('D.2.3', 31::bigint) $$, 'the year ends with the period');
SELECT results_eq($$ SELECT office, volume FROM stats.ranking_among('late', '2024-03-01', '2025-12-31', 'commune', by_volume => true, today => '2024-03-30') WHERE office = 'D.2.3' $$,
    $$ VALUES ('D.2.3', 31::bigint) $$, 'or today');
SELECT results_eq($$ SELECT office, level, volume FROM stats.ranking_among('late', '2024-03-01', '2024-03-31', 'district') $$,
    $$ VALUES ('D.2', 'district', NULL::bigint), ('D.1', 'district', NULL) $$, 'without groups no year is counted');
SELECT results_eq($$ SELECT r.parent, r.place, r.sisters, r.office FROM stats.ranking('late', '2024-03-01', '2024-03-31') AS r WHERE r.parent = 'D.1' $$,
    $$ VALUES ('D.1', 1::bigint, 3::bigint, 'D.1.3'), ('D.1', 2, 3, 'D.1.1'), ('D.1', 2, 3, 'D.1.2'), ('D.1', NULL, 3, 'D.1.4') $$, 'sisters as ever');
SELECT throws_ok($$ SELECT pg_temp.told('village') $$, '22023', 'there is no level ''village''', 'a level that no office has is an error');
SELECT throws_ok($$ SELECT pg_temp.told(NULL, 'X') $$, '22023', NULL, 'so is an office that does not exist');

SELECT results_eq($$ SELECT place, numerator, denominator FROM stats.ranking_among('late', '2024-03-01', '2024-03-31', 'commune') WHERE place IS NOT NULL $$,
    $$ SELECT rank() OVER (ORDER BY r.numerator::numeric / r.denominator), r.numerator, r.denominator FROM stats.rates('2024-03-01', '2024-03-31') AS r
       WHERE r.rate = 'late' AND r.level = 'commune' AND r.denominator > 0 ORDER BY 1, r.office $$, 'places are those of the fractions');

SELECT * FROM finish();
ROLLBACK;
