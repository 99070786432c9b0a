-- Codes and names under disguise: as they are stored, and as they are compared.
BEGIN;
SELECT plan(29);
\ir include/batch.sql
\ir include/list.sql

-- The same pairs as in the unit test of common/plain.c.
SELECT is(motcua.plain_code(v.written), v.stored, 'stored as ' || v.stored)
FROM (VALUES (E'H48.23.25\u00a0-260105-0001\u00a0', 'H48.23.25-260105-0001'), (E' H48 . 23\t', 'H48.23'), (E'\ufeffH48\u200b', 'H48'),
    (E'\uff28\uff14\uff18\uff0e\uff12\uff13\uff0d\uff11', 'H48.23-1'), (E'A\u20101\u20112\u20123\u20134\u20145\u20156\u22127\ufe638', 'A-1-2-3-4-5-6-7-8'),
    (E'hs\u2013001', 'hs-001'), ('HS 001', 'HS001'), ('Quay 1', 'Quay 1'), (E'  UBND\u00a0 xã A ', 'UBND xã A'), (E'UBND \u2013 A', E'UBND \u2013 A'),
    (normalize('Xã 1', NFD), 'Xã 1'), (E'x\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069y\ufe0f\u034f\U000E0041', 'xy')) AS v (written, stored);

SELECT is(count(DISTINCT motcua.fold_name(v.name)), 1::bigint, 'compared as one: ' || g.names[1])
FROM (VALUES (ARRAY['UBND phường Đức Phổ', E'UBND phường \u00d0ức Phổ', E'ubnd  PHƯỜNG \u0189ỨC PHỔ', normalize('UBND phường Đức Phổ', NFD), E'\u200bUBND\u00a0phường đức phổ']),
    (ARRAY['UBND xã Hòa Thủy', 'UBND xã Hoà Thuỷ', 'UBND XÃ HÒA THUỶ']), (ARRAY['Khỏe, xòe, lọe', 'Khoẻ, xoè, loẹ']),
    (ARRAY['Lý Sơn', 'Lí Sơn']), (ARRAY['Quý Mỹ Kỳ', 'Qúy Mĩ Kì', 'QUÍ MỸ KỲ']), (ARRAY['H48.23 ', 'h48.23', E'H48\u200b.23'])) AS g (names)
CROSS JOIN LATERAL unnest(g.names) AS v (name) GROUP BY g.names;
SELECT isnt(motcua.fold_name(v.a), motcua.fold_name(v.b), format('%s is not %s', v.a, v.b))
FROM (VALUES ('mùa', 'muà'), ('Thúy', 'Thui'), ('tây', 'tai'), ('KY-1', 'KI-1'), ('Xã Hòa', 'Xã Hóa')) AS v (a, b);

-- What is entered by hand is stored the same way.
INSERT INTO motcua.office (code, name, parent) VALUES (E'\ufeffH48', NULL, NULL), (E'H48.26\u00a0', 'UBND phường Đức Phổ', E'H48\u200b');
INSERT INTO motcua.office_alias VALUES ('test', E'UBND  phường \u00d0ức Phổ', E'H48.26\u00a0');
SELECT is(pg_temp.rows_of($$ SELECT o.code, o.parent, a.raw FROM motcua.office AS o JOIN motcua.office_alias AS a ON a.office = o.code $$),
    '(H48.26,H48,"UBND phường Đức Phổ")', 'offices and aliases entered by hand');
SELECT throws_ok($$ INSERT INTO motcua.office_alias VALUES ('test', 'ubnd phường đức phổ', 'H48') $$, '23505', NULL, 'two spellings of one alias would contradict each other');

-- Dossiers, by alias or without one.
SELECT pg_temp.load('[{"code": "A1", "handling_office": "UBND phường Đức Phổ"}, {"code": "A2", "handling_office": "UBND PHƯỜNG  ĐỨC PHỔ"}, {"code": "A3", "handling_office": "UBND xã Hòa Thủy", "procedure": "Khai tử, Hòa giải"},
    {"code": "A4", "handling_office": "UBND xã Hoà Thuỷ", "procedure": "KHAI TỬ, HOÀ GIẢI"}]') \g /dev/null
SELECT pg_temp.load('[{"code": "A5", "handling_office": "ubnd xã hoà thuỷ", "procedure": "khai tử, hòa giải"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT code, handling_office FROM motcua.dossier ORDER BY code $$),
    '(A1,H48.26) (A2,H48.26) (A3,"UBND xã Hoà Thuỷ") (A4,"UBND xã Hoà Thuỷ") (A5,"UBND xã Hoà Thuỷ")', 'two spellings are one office');
SELECT is(pg_temp.rows_of('SELECT count(DISTINCT procedure) FROM motcua.dossier'), '(1)', 'and one procedure');
SELECT is(pg_temp.merge('office_alias', 'merge_office_aliases', '[{"source": "test", "raw": "UBND xã Hòa Thủy", "office": "H48.27"}, {"source": "test", "raw": "UBND XÃ HÒA THỦY", "office": "H48.28"},
    {"source": "test", "raw": "Ubnd Phường Đức Phổ", "office": "H48.26"}]'),
    '3: 1 new, 0 changed, 1 same, 1 old, 0 bad', 'aliases of one name are one');
SELECT is(pg_temp.rows_of($$ SELECT DISTINCT handling_office FROM motcua.dossier WHERE code > 'A2' $$), '(H48.28)', 'an alias moves what is stored in another spelling');

SELECT * FROM finish();
ROLLBACK;
