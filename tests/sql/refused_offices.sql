-- A list of July 2025 gives codes to other units: what is closed stays where it was closed.
BEGIN;
SELECT plan(37);
\ir include/batch.sql
\ir include/list.sql
SET LOCAL motcua.today = '2025-10-15';

CREATE FUNCTION pg_temp.offices(records jsonb) RETURNS text LANGUAGE sql RETURN pg_temp.merge('office', 'merge_offices', records);
CREATE FUNCTION pg_temp.refused() RETURNS text LANGUAGE sql
    RETURN (SELECT string_agg(j.code || ' ' || j.field || ': ' || split_part(j.reason, '; ', 1), ', ' ORDER BY j.code) FROM motcua.reject AS j
            WHERE j.last_run_id = (SELECT max(r.run_id) FROM motcua.run AS r));
CREATE FUNCTION pg_temp.late() RETURNS text LANGUAGE sql
    RETURN pg_temp.rows_of($$ SELECT office, numerator, denominator FROM stats.rates('2025-01-01', '2025-06-30') WHERE rate = 'late' AND denominator > 0 ORDER BY office $$);

-- Tries one record on the offices as they are here, tells what became of it, and takes it back.
CREATE FUNCTION pg_temp.try(VARIADIC records jsonb[]) RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE
    before text := pg_temp.late();
    became text;
BEGIN
    BEGIN
        PERFORM pg_temp.offices(to_jsonb(records));
        became := coalesce(pg_temp.refused(), 'taken') || CASE WHEN pg_temp.late() = before THEN '' ELSE ' (figures changed)' END;
        RAISE EXCEPTION 'back' USING ERRCODE = 'MT001';
    EXCEPTION WHEN SQLSTATE 'MT001' THEN
        RETURN became;
    END;
END;
$$;

SELECT pg_temp.offices('[{"code": "79", "name": "UBND TP", "level": "province"}, {"code": "760", "name": "UBND Quận 1", "parent": "79"}, {"code": "769", "name": "UBND Quận 2", "parent": "79"},
    {"code": "26740", "name": "UBND phường Bến Nghé", "parent": "760"}, {"code": "26737", "name": "UBND phường Đa Kao", "parent": "760", "valid_from": "2010-01-01"},
    {"code": "26743", "name": "UBND phường Bến Thành", "parent": "760", "valid_to": "2025-03-31"}, {"code": "26999", "name": "UBND phường trống", "parent": "760"}]') \g /dev/null
SELECT pg_temp.load((SELECT jsonb_agg(jsonb_build_object('code', o.code || i, 'handling_office', o.code, 'receiving_office', o.code, 'status', 9, 'received_at', '2025-02-05',
    'due_at', '2025-02-20', 'finished_at', CASE WHEN i <= o.late THEN '2025-02-25' ELSE '2025-02-15' END))
    FROM (VALUES ('26740', 1), ('26737', 9), ('26743', 0)) AS o (code, late), generate_series(1, 10) AS i)) \g /dev/null
SELECT is(pg_temp.late(), '(26737,9,10) (26740,1,10) (26743,0,10) (760,10,30) (79,10,30)', 'a half-year');

-- Another office above.
SELECT is(pg_temp.try('{"code": "26740", "name": "UBND phường Sài Gòn", "parent": "79", "valid_from": "2025-07-01"}'), '26740 parent: đã có hồ sơ dưới 760, nay danh mục ghi cấp trên là 79', 'with a first day');
SELECT is(pg_temp.try('{"code": "26740", "parent": "79"}'), '26740 parent: đã có hồ sơ dưới 760, nay danh mục ghi cấp trên là 79', 'without one');
SELECT is(pg_temp.try('{"code": "760", "parent": "769"}'), '760 parent: đã có hồ sơ dưới 79, nay danh mục ghi cấp trên là 769', 'of a whole district');
SELECT is(pg_temp.try('{"code": "26999", "parent": "79"}'), 'taken', 'of an office without dossiers it is a correction');
SELECT is(pg_temp.try('{"code": "79", "parent": "VN"}'), 'taken (figures changed)', 'what nobody has said before: those above get figures, nobody loses any');

-- A first day.
SELECT is(pg_temp.try('{"code": "26740", "valid_from": "2025-07-01"}'), '26740 valid_from: đã có hồ sơ từ 05/02/2025, nay danh mục ghi hoạt động từ 01/07/2025', 'after its dossiers');
SELECT is(pg_temp.try('{"code": "26737", "valid_from": "2025-07-01"}'), '26737 valid_from: đã có hồ sơ từ 05/02/2025, nay danh mục ghi hoạt động từ 01/07/2025', 'that moves past them');
SELECT is(pg_temp.try('{"code": "26737", "valid_from": "2005-01-01"}'), 'taken', 'that moves back');
SELECT is(pg_temp.try('{"code": "26740", "valid_from": "2025-02-05"}'), 'taken', 'on the day of the first one');

-- A code that had ended.
SELECT is(pg_temp.try('{"code": "26743", "valid_from": "2025-07-01"}'), '26743 valid_from: mã đã chấm dứt ngày 31/03/2025, nay dùng lại từ 01/07/2025', 'is used again');
SELECT is(pg_temp.try('{"code": "26743", "valid_from": "2025-07-01", "name": "UBND phường khác", "parent": "79"}'), '26743 parent: đã có hồ sơ dưới 760, nay danh mục ghi cấp trên là 79', 'by another unit');
SELECT is(pg_temp.try('{"code": "26743", "valid_to": "2025-04-30"}'), 'taken', 'ended a month later: nothing is under it');

-- A last day.
SELECT is(pg_temp.try('{"code": "760", "valid_to": "2025-06-30"}'), 'taken', 'after all that the district did');
SELECT is(pg_temp.try('{"code": "760", "valid_to": "2024-12-31"}'), '760 valid_to: ngày chấm dứt đổi từ không có sang 31/12/2024 làm thay đổi số liệu các kỳ đã qua của đơn vị trực thuộc', 'before');
SELECT is(pg_temp.try('{"code": "760", "valid_to": "2024-12-31"}', '{"code": "26740", "valid_to": "2024-12-31"}', '{"code": "26737", "valid_to": "2024-12-31"}', '{"code": "26743", "valid_to": "2024-12-31"}'),
    'taken', 'when all under it end with it, they stay under it');
SELECT is(pg_temp.try('{"code": "26740", "valid_to": "2024-12-31"}'), 'taken', 'of an office with nothing under it');
SET LOCAL motcua.today = '2025-02-27';
SELECT is(pg_temp.try('{"code": "760", "valid_to": "2025-01-31"}'), 'taken (figures changed)', 'while its period is not over yet, a late list is right');
SET LOCAL motcua.today = '2025-10-15';

-- A name, a level.
SELECT is(pg_temp.try('{"code": "26740", "name": "ubnd  phường đa kao"}'), '26740 name: tên mới là tên của một đơn vị khác: ubnd  phường đa kao', 'the name of a sister');
SELECT is(pg_temp.try('{"code": "26740", "name": "UBND phường Bến Nghé (mới)"}'), 'taken', 'a name of its own');
SELECT is(pg_temp.try('{"code": "26740", "name": "UBND PHƯỜNG BẾN  NGHÉ"}'), 'taken', 'another spelling');
SELECT is(pg_temp.try('{"code": "26740", "level": "district"}'), 'taken', 'a level that nothing depends on');
INSERT INTO motcua.office_succession VALUES ('769', '760', '2025-07-01');
SELECT is(pg_temp.try('{"code": "760", "level": "commune"}'), '760 level: đã có hồ sơ và quan hệ kế thừa ở cấp district, nay danh mục ghi cấp commune', 'a level by which successors are found');
DELETE FROM motcua.office_succession;

-- What the list leaves out, and what it says again.
SELECT is(pg_temp.offices('[]'), '0: 0 new, 0 changed, 0 same, 0 old, 0 bad', 'an empty list');
SELECT is(pg_temp.late(), '(26737,9,10) (26740,1,10) (26743,0,10) (760,10,30) (79,10,30)', 'takes nothing away');
SELECT is(pg_temp.offices('[{"code": "26740", "name": "UBND phường Sài Gòn", "parent": "79", "valid_from": "2025-07-01"}, {"code": "26737", "name": "UBND phường Đa Kao", "parent": "760", "valid_to": "2025-06-30"}, {"code": "26998", "parent": "79"}]'),
    '3: 1 new, 1 changed, 0 same, 0 old, 1 bad', 'one record is refused, the others are taken');
SELECT is(pg_temp.rows_of($$ SELECT code, name, parent, valid_from, valid_to FROM motcua.office WHERE code IN ('26740', '26737') ORDER BY code $$),
    '(26737,"UBND phường Đa Kao",760,2010-01-01,2025-06-30) (26740,"UBND phường Bến Nghé",760,,)', 'it stays as it was');
SELECT matches((SELECT reason FROM motcua.open_rejects), '; là đơn vị khác thì cấp mã mới và ghi motcua.office_succession, là sửa sai thì UPDATE motcua.office$', 'status says what to write');
SELECT is(pg_temp.offices('[{"code": "26740", "name": "UBND phường Sài Gòn", "parent": "79", "valid_from": "2025-07-01"}]'), '1: 0 new, 0 changed, 0 same, 0 old, 1 bad', 'the next night too');
SELECT is(pg_temp.rows_of('SELECT records FROM motcua.open_rejects'), '(1)', 'it is one');
-- A new code and a succession, as the reason says.
INSERT INTO motcua.office (code, name, level, parent, valid_from) VALUES ('26740N', 'UBND phường Sài Gòn', 'commune', '79', '2025-07-01');
INSERT INTO motcua.office_succession VALUES ('26740', '26740N', '2025-07-01');
SELECT is(pg_temp.late(), '(26737,9,10) (26740,1,10) (26743,0,10) (760,10,30) (79,10,30)', 'a half-year that is closed');
SELECT is(pg_temp.offices('[{"code": "26740", "name": "UBND phường Bến Nghé", "parent": "760", "valid_to": "2025-06-30"}]'), '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'what the list says then is taken');
SELECT is_empty('SELECT * FROM motcua.open_rejects', 'and nothing is open');

-- What only dossiers have named, the first catalogue may place.
SELECT pg_temp.load('[{"code": "X1", "handling_office": "H48.23.25", "receiving_office": "H48.23.25"}]') \g /dev/null
SELECT is(pg_temp.try('{"code": "H48.23.25", "name": "UBND xã A", "parent": "79", "valid_from": "2025-07-01"}'), 'taken', 'an office that no catalogue has named yet');

-- By hand.
INSERT INTO motcua.staging_office (code, parent) VALUES ('26737', '79');
SELECT is(motcua.import_staged('office'), '1 bản ghi: 0 mới, 0 đổi, 0 không đổi, 0 bản cũ, 1 bị loại (xem motcua.open_rejects)', 'the import says so');
SELECT is(pg_temp.rows_of($$ SELECT source, field FROM motcua.open_rejects $$), '(import,parent)', 'and keeps it');
SELECT pg_temp.merge('feedback', 'merge_feedback', '[{"code": "F", "office": "26999", "received_at": "2025-03-05"}]') \g /dev/null
SELECT is(pg_temp.try('{"code": "26999", "parent": "79"}'), '26999 parent: đã có hồ sơ dưới 760, nay danh mục ghi cấp trên là 79', 'feedback counts like a dossier');

SELECT * FROM finish();
ROLLBACK;
