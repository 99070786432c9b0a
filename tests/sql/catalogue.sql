-- Offices and procedures that the merge meets.
BEGIN;
SELECT plan(18);
\ir include/batch.sql

CREATE FUNCTION pg_temp.offices() RETURNS text
    LANGUAGE sql
    RETURN pg_temp.rows_of('SELECT code, parent, verified FROM motcua.office ORDER BY code');

-- Codes in the style of Decision 20/2020 bring their ancestors, others do not.
SELECT is(motcua.parent_code(c.code), c.parent, format('parent of %s', c.code))
FROM (VALUES ('H48.23.25', 'H48.23'), ('H48.23', 'H48'), ('H48', NULL), ('000.00.04.G18', NULL), ('', NULL), ('H48.', NULL), ('h48.23', NULL), ('G09.20.01.A1', 'G09.20.01')) AS c (code, parent);
SELECT pg_temp.load('[{"code": "A", "handling_office": "000.00.04.G18"}, {"code": "B"}, {"code": "C", "receiving_office": "H48.24"}]') \g /dev/null
SELECT is(pg_temp.offices(), '(000.00.04.G18,,f) (H48,,f) (H48.23,H48,f) (H48.23.25,H48.23,f) (H48.24,H48,f)', 'unknown offices are created with their ancestors, unverified');

-- What a catalogue says stays as it is.
UPDATE motcua.office SET name = 'Sở A', level = 'department', parent = NULL, verified = true WHERE code = 'H48.24';
SELECT pg_temp.load('[{"code": "C", "handling_office": "H48.24", "office_name": "AAA"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT name, level, parent FROM motcua.office WHERE code = 'H48.24' $$), '("Sở A",department,)', 'a verified office keeps name, level and place');

-- Names: the first in the alphabet, in whatever order they come; composed and decomposed letters are the same.
SELECT pg_temp.load('[{"code": "A", "handling_office": "H49.01", "office_name": "UBND phường Đông Hà"}]', '[{"code": "B", "handling_office": "H49.01", "office_name": "UBND phường An Đông"}]',
                    '[{"code": "C", "handling_office": "H49.01", "office_name": "UBND phường Bình Đông"}]') \g /dev/null
SELECT is(name, 'UBND phường An Đông', 'the first name in the alphabet') FROM motcua.office WHERE code = 'H49.01';
SELECT pg_temp.stage(jsonb_build_object('code', 'D', 'handling_office', 'H49.02', 'office_name', normalize('UBND phường Đông Hà', NFD))) \g /dev/null
SELECT pg_temp.load('[]') \g /dev/null
SELECT is(name, normalize('UBND phường Đông Hà', NFC), 'a decomposed name is stored composed') FROM motcua.office WHERE code = 'H49.02';
CREATE TEMPORARY TABLE before AS SELECT code, ctid::text AS place FROM motcua.office;
SELECT pg_temp.stage(jsonb_build_object('code', 'D', 'handling_office', 'H49.02', 'office_name', normalize('UBND phường Đông Hà', NFC))) \g /dev/null
SELECT pg_temp.load('[]') \g /dev/null
SELECT set_eq('SELECT code, ctid::text AS place FROM motcua.office', 'SELECT * FROM before', 'the composed name is the same, no office is written');

-- The level is in the first words, or it is unknown.
SELECT is(
    pg_temp.rows_of($$ SELECT motcua.level_of_name(n) FROM unnest(ARRAY['UBND xã Tịnh Châu', 'Ủy ban nhân dân phường Đông Hà', 'Uỷ ban nhân dân thị trấn X', 'UBND đặc khu Lý Sơn',
        'UBND huyện Ba Vì', 'UBND thị xã Sơn Tây', 'UBND tỉnh Quảng Trị', 'Sở Tư pháp', 'UBND thành phố X', 'Xã Tịnh Châu', 'UBND']) AS n $$),
    '(commune) (commune) (commune) (commune) (district) (district) (province) (department) () () ()', 'levels by name');

-- Aliases of the source, for either office of a dossier.
INSERT INTO motcua.office_alias (source, raw, office) VALUES ('test', 'PHUONG-DONG-HA', 'H49.02'), ('other', 'QUAY-1', 'H48');
SELECT pg_temp.load('[{"code": "E", "receiving_office": "PHUONG-DONG-HA", "handling_office": "QUAY-1"}, {"code": "F", "receiving_office": "QUAY-2", "handling_office": "PHUONG-DONG-HA"}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT code, receiving_office, handling_office FROM motcua.dossier WHERE code IN ('E', 'F') ORDER BY code $$),
    '(E,H49.02,QUAY-1) (F,QUAY-2,H49.02)', 'aliases of this source are replaced, those of another are not');
SELECT is_empty($$ SELECT code FROM motcua.office WHERE code = 'PHUONG-DONG-HA' $$, 'an alias is no office');

-- Procedures.
INSERT INTO motcua.procedure (code, name, verified) VALUES ('1.001', 'Khai sinh', true);
SELECT pg_temp.load('[{"code": "A", "procedure": "1.001", "procedure_name": "AAA"}, {"code": "B", "procedure": "2.001", "procedure_name": "Khai tử", "procedure_field": "Hộ tịch"},
                      {"code": "C", "procedure": null, "procedure_name": "không mã"}]') \g /dev/null
SELECT is(pg_temp.rows_of('SELECT code, name, field, online_level, verified FROM motcua.procedure ORDER BY code'),
    '(1.001,"Khai sinh",,,t) (2.001,"Khai tử","Hộ tịch",,f)', 'unknown procedures are created unverified, known ones stay');
SELECT pg_temp.load('[{"code": "B", "procedure": "2.001", "procedure_name": "Chứng tử", "procedure_field": null}]') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT name, field FROM motcua.procedure WHERE code = '2.001' $$), '("Chứng tử","Hộ tịch")', 'the first name in the alphabet, and no field is lost');

SELECT * FROM finish();
ROLLBACK;
