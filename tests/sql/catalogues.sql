-- Catalogues of procedures and offices, aliases and successions.
BEGIN;
SELECT plan(45);
\ir include/batch.sql
\ir include/list.sql
SET LOCAL motcua.today = '2024-06-01';

CREATE FUNCTION pg_temp.procedures(records jsonb) RETURNS text LANGUAGE sql RETURN pg_temp.merge('procedure', 'merge_procedures', records);
CREATE FUNCTION pg_temp.offices(records jsonb) RETURNS text LANGUAGE sql RETURN pg_temp.merge('office', 'merge_offices', records);
CREATE FUNCTION pg_temp.aliases(records jsonb) RETURNS text LANGUAGE sql RETURN pg_temp.merge('office_alias', 'merge_office_aliases', records);
CREATE FUNCTION pg_temp.tree() RETURNS text LANGUAGE sql
    RETURN pg_temp.rows_of('SELECT code, name, level, parent, verified FROM motcua.office ORDER BY code');

-- A dossier comes before any catalogue does; the catalogue verifies what it named.
SELECT pg_temp.load('[{"code": "A", "handling_office": "H48.23.25", "receiving_office": "H48.23.25", "office_name": "Xã TC", "procedure": "1.001", "procedure_name": "Khai sinh"}]') \g /dev/null
SELECT is(pg_temp.rows_of('SELECT kind, code FROM motcua.unverified'), '(office,H48) (office,H48.23) (office,H48.23.25) (procedure,1.001)', 'what only a dossier names is unverified');
SELECT is(pg_temp.procedures('[{"code": "1.001", "name": "Đăng ký khai sinh", "field": "Hộ tịch", "online_level": "full", "full_eligible": true, "has_fee": false, "online_payment": false, "paper_result": true, "valid_from": "2020-01-01"},
    {"code": "1.002", "name": "Đăng ký khai tử", "online_level": "partial", "valid_from": "2020-01-01", "valid_to": "2024-12-31"}]'), '2: 1 new, 1 changed, 0 same, 0 old, 0 bad', 'a catalogue of procedures comes in');
SELECT is(pg_temp.rows_of('SELECT code, name, field, online_level, full_eligible, has_fee, valid_from, valid_to, verified FROM motcua.procedure ORDER BY code'),
    '(1.001,"Đăng ký khai sinh","Hộ tịch",full,t,f,2020-01-01,,t) (1.002,"Đăng ký khai tử",,partial,,,2020-01-01,2024-12-31,t)', 'all that it states is stored, and its rows are verified');
CREATE TEMPORARY TABLE before AS SELECT code, ctid::text AS place FROM motcua.procedure;
SELECT is(pg_temp.procedures('[{"code": "1.002", "name": "Đăng ký khai tử", "online_level": "partial", "valid_from": "2020-01-01", "valid_to": "2024-12-31"},
    {"code": "1.001", "name": "Đăng ký khai sinh", "field": "Hộ tịch", "online_level": "full", "full_eligible": true, "has_fee": false, "online_payment": false, "paper_result": true, "valid_from": "2020-01-01"}]'),
    '2: 0 new, 0 changed, 2 same, 0 old, 0 bad', 'the same list twice changes nothing');
SELECT set_eq('SELECT code, ctid::text AS place FROM motcua.procedure', 'SELECT * FROM before', 'no row is written');
SELECT is(pg_temp.procedures('[]'), '0: 0 new, 0 changed, 0 same, 0 old, 0 bad', 'an empty list');
SELECT is(pg_temp.rows_of('SELECT count(*) FROM motcua.procedure'), '(2)', 'what is absent is never deleted');
SELECT is(pg_temp.procedures('[{"code": "1.001", "has_fee": true}]'), '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'another list may state less');
SELECT is(pg_temp.rows_of($$ SELECT name, online_level, has_fee, valid_from FROM motcua.procedure WHERE code = '1.001' $$), '("Đăng ký khai sinh",full,t,2020-01-01)', 'what it leaves empty stays');
SELECT is(pg_temp.procedures('[{"code": "1.002", "valid_from": "2020-01-01"}]'), '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'an end of validity that is taken back');
SELECT is(pg_temp.rows_of($$ SELECT valid_from, valid_to FROM motcua.procedure WHERE code = '1.002' $$), '(2020-01-01,)', 'is gone');
SELECT is(pg_temp.procedures(jsonb_build_array(jsonb_build_object('code', '1.003', 'name', normalize('Đất đai', NFD)))), '1: 1 new, 0 changed, 0 same, 0 old, 0 bad', 'a decomposed name');
SELECT is(name, normalize('Đất đai', NFC), 'is stored composed') FROM motcua.procedure WHERE code = '1.003';

-- Of several versions in one list the one in force today is the row, in whatever order they come; procedure_versions.sql has the rest.
SELECT is(pg_temp.procedures('[{"code": "1.004", "name": "next year", "valid_from": "2025-01-01"}, {"code": "1.004", "name": "in force", "valid_from": "2024-01-01"}, {"code": "1.004", "name": "old", "valid_from": "2020-01-01", "valid_to": "2023-12-31"}]'),
    '3: 3 new, 0 changed, 0 same, 0 old, 0 bad', 'three versions');
SELECT is(pg_temp.procedures('[{"code": "1.004", "name": "old", "valid_from": "2020-01-01", "valid_to": "2023-12-31"}, {"code": "1.004", "name": "in force", "valid_from": "2024-01-01"}, {"code": "1.004", "name": "next year", "valid_from": "2025-01-01"}]'),
    '3: 0 new, 0 changed, 3 same, 0 old, 0 bad', 'in another order');
SELECT is(name, 'in force', 'the version in force') FROM motcua.procedure WHERE code = '1.004';
SELECT is(pg_temp.procedures('[{"code": "1.005", "name": "2026", "valid_from": "2026-01-01"}, {"code": "1.005", "name": "2025", "valid_from": "2025-01-01"}]'), '2: 2 new, 0 changed, 0 same, 0 old, 0 bad', 'none in force yet');
SELECT is(name, '2025', 'the next one') FROM motcua.procedure WHERE code = '1.005';

-- Offices: the catalogue verifies, a parent may come later or never, names give the level.
SELECT is(pg_temp.offices('[{"code": "H48.23.25", "name": "UBND xã Tịnh Châu", "parent": "H48.23", "valid_from": "2020-01-01", "valid_to": "2025-06-30"}, {"code": "H48.23", "name": "UBND thành phố", "level": "district", "parent": "H48"},
    {"code": "000.00.04.G18", "name": "Trung tâm", "level": "department", "parent": "000.00.00.G18"}, {"code": "H48.24.01"}, {"code": "H48", "parent": "H48", "level": "province"}]'),
    '5: 2 new, 3 changed, 0 same, 0 old, 0 bad', 'a catalogue of offices comes in');
SELECT is(pg_temp.tree(), '(000.00.00.G18,,,,f) (000.00.04.G18,"Trung tâm",department,000.00.00.G18,t) (H48,,province,,t) (H48.23,"UBND thành phố",district,H48,t) (H48.23.25,"UBND xã Tịnh Châu",commune,H48.23,t) (H48.24,,,H48,f) (H48.24.01,,,H48.24,t)',
    'verified with level and parent; parents that it does not name are unverified; an office is not its own parent');
SELECT is(pg_temp.rows_of($$ SELECT valid_from, valid_to FROM motcua.office WHERE code = 'H48.23.25' $$), '(2020-01-01,2025-06-30)', 'with their validity');
SELECT is(pg_temp.offices('[{"code": "H48", "level": "province"}, {"code": "H48.23", "name": "UBND thành phố", "level": "district", "parent": "H48"}, {"code": "H48.23.25", "name": "UBND xã Tịnh Châu", "parent": "H48.23", "valid_from": "2020-01-01", "valid_to": "2025-06-30"}]'),
    '3: 0 new, 0 changed, 3 same, 0 old, 0 bad', 'the same again changes nothing');
SELECT is(pg_temp.rows_of('SELECT kind, code FROM motcua.unverified'), '(office,000.00.00.G18) (office,H48.24)', 'only what no catalogue named is left');
-- A circle would count dossiers for ever.
SELECT is(pg_temp.offices('[{"code": "H48", "parent": "H48.23.25"}, {"code": "H48.24.01", "parent": "H48.23"}, {"code": "X1", "parent": "X2"}, {"code": "X2", "parent": "X1"}, {"code": "X3", "parent": "H48"}]'),
    '5: 3 new, 0 changed, 2 same, 0 old, 0 bad', 'a catalogue with a circle');
SELECT is(pg_temp.rows_of($$ SELECT code, parent FROM motcua.office WHERE code LIKE 'X%' OR code IN ('H48', 'H48.24.01') ORDER BY code $$), '(H48,) (H48.24.01,H48.24) (X1,) (X2,) (X3,H48)', 'changes no parent, and new offices of the circle have none');
SELECT is(pg_temp.rows_of($$ SELECT count(*) FROM motcua.office_tree WHERE ancestor = 'H48' $$), '(6)', 'the tree is a tree');

-- Aliases: what is stored under the raw name moves, is logged, and stays there.
SELECT pg_temp.load('[{"code": "B", "handling_office": "Xã Tịnh Châu", "receiving_office": "QUAY-1"}, {"code": "C", "handling_office": "H48.23.25"}]') \g /dev/null
SELECT pg_temp.merge('feedback', 'merge_feedback', '[{"code": "F", "office": "Xã Tịnh Châu", "received_at": "2024-03-05"}]') \g /dev/null
SELECT is(pg_temp.aliases('[{"source": "test", "raw": "Xã Tịnh Châu", "office": "H48.23"}, {"source": "test", "raw": "Xã Tịnh Châu", "office": "H48.23.25"}, {"source": "other", "raw": "QUAY-1", "office": "H49"}]'),
    '3: 2 new, 0 changed, 0 same, 1 old, 0 bad', 'aliases come in; the last one of a name counts');
SELECT is(pg_temp.rows_of($$ SELECT code, receiving_office, handling_office FROM motcua.dossier WHERE code IN ('B', 'C') ORDER BY code $$), '(B,QUAY-1,H48.23.25) (C,H48.23.25,H48.23.25)', 'dossiers of that source move to the office meant');
SELECT is(pg_temp.rows_of($$ SELECT field, old_value, new_value FROM motcua.dossier_change WHERE code = 'B' $$), '(handling_office,"Xã Tịnh Châu",H48.23.25)', 'the change is logged');
SELECT is(pg_temp.rows_of($$ SELECT handling_office, is_current FROM motcua.dossier_history WHERE code = 'B' ORDER BY is_current $$), '("Xã Tịnh Châu",f) (H48.23.25,t)', 'what it was before is kept');
SELECT is(pg_temp.rows_of('SELECT office FROM motcua.feedback'), '(H48.23.25)', 'feedback moves too');
SELECT is(pg_temp.rows_of($$ SELECT code FROM motcua.unverified WHERE code LIKE 'X_ %' OR code = 'H49' $$), '(H49)', 'a raw name is no office to verify, an office that an alias names is');
SELECT pg_temp.load('[{"code": "B", "handling_office": "Xã Tịnh Châu", "receiving_office": "QUAY-1"}]') \g /dev/null
SELECT is(pg_temp.counted(), '1: 0 new, 0 changed, 1 same, 0 old, 0 bad', 'the next night finds nothing changed');

-- The same for procedures.
SELECT pg_temp.load('[{"code": "P1", "procedure": "TP-17", "procedure_name": "Khai sinh (lưu động)"}, {"code": "P2", "procedure": "Khai tử"}]') \g /dev/null
SELECT is(pg_temp.merge('procedure_alias', 'merge_procedure_aliases', '[{"source": "test", "raw": "TP-17", "procedure": "1.001"}, {"source": "test", "raw": "Khai tử", "procedure": "9.999"}, {"source": "other", "raw": "P2", "procedure": "1.001"}]'),
    '3: 3 new, 0 changed, 0 same, 0 old, 0 bad', 'aliases of procedures come in');
SELECT is(pg_temp.rows_of($$ SELECT code, procedure FROM motcua.dossier WHERE code IN ('P1', 'P2') ORDER BY code $$), '(P1,1.001) (P2,9.999)', 'dossiers of that source move to the procedure meant');
SELECT is(pg_temp.rows_of($$ SELECT procedure, is_current FROM motcua.dossier_history WHERE code = 'P1' ORDER BY is_current $$), '(TP-17,f) (1.001,t)', 'what it was before is kept');
SELECT is(pg_temp.rows_of($$ SELECT code FROM motcua.unverified WHERE kind = 'procedure' AND code IN ('TP-17', 'Khai tử', '9.999') $$), '(9.999)', 'a raw code is no procedure to verify, one that an alias names is');
SELECT pg_temp.load('[{"code": "P1", "procedure": "TP-17", "procedure_name": "Khai sinh (lưu động)"}, {"code": "P3", "procedure": "TP-17"}]') \g /dev/null
SELECT is(pg_temp.counted(), '2: 1 new, 0 changed, 1 same, 0 old, 0 bad', 'the next night finds it as it is');
SELECT is(pg_temp.rows_of($$ SELECT code FROM motcua.unknown_names('test', '[]', '["TP-17", "TP-18"]') $$), '(TP-18)', 'an alias is no unknown name');
SELECT isnt(motcua.aliases_digest('test'), motcua.aliases_digest('other'), 'aliases tell sources apart');

-- Successions.
SELECT is(pg_temp.merge('office_succession', 'merge_office_successions', '[{"old_office": "H48.23.25", "new_office": "H48.90", "on_day": "2025-07-01", "share_percent": 60}, {"old_office": "H48.23.25", "new_office": "H48.91", "on_day": "2025-07-01", "share_percent": 40}]'),
    '2: 2 new, 0 changed, 0 same, 0 old, 0 bad', 'successions come in');
SELECT is(pg_temp.rows_of('SELECT old_office, new_office, on_day, round(share, 2) FROM motcua.office_succession ORDER BY new_office'), '(H48.23.25,H48.90,2025-07-01,0.60) (H48.23.25,H48.91,2025-07-01,0.40)', 'with day and share');

-- By hand, from a file that psql copies.
INSERT INTO motcua.staging_office_alias (source, raw, office) VALUES ('test', 'Xã X', 'H48.23'), ('other', 'QUAY-1', 'H49');
SELECT is(motcua.import_staged('office_alias'), '2 bản ghi: 1 mới, 0 đổi, 1 không đổi, 0 bản cũ', 'what psql has copied is merged');
SELECT is(pg_temp.rows_of('SELECT source, status, records FROM motcua.run ORDER BY run_id DESC LIMIT 1'), '(import,done,2)', 'as a run');
SELECT throws_ok($$ SELECT motcua.import_staged('dossier') $$, '22023', NULL, 'other lists need a source file');

SELECT * FROM finish();
ROLLBACK;
