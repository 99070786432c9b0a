-- Data that is not enough says so, and nothing is said of data that is.
BEGIN;
SELECT plan(22);
\ir include/dossier.sql
SET LOCAL motcua.today = '2024-06-12';

INSERT INTO motcua.office (code, name, parent) VALUES ('P', 'Above', NULL), ('P.1', 'One', 'P'), ('P.2', 'Two', 'P');
-- Ten on every working day since the new year, in two offices of two sources.
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at)
SELECT v.source, v.office || g::date || '-' || i, v.office, v.office, 4, g + interval '9 hours'
FROM (VALUES ('a', 'P.1'), ('b', 'P.2')) AS v (source, office), generate_series(timestamp '2024-01-01', '2024-06-12', '1 day') AS g, generate_series(1, 10) AS i
WHERE motcua.is_working_day(g::date);
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-05-01', '2024-05-31') $$, 'a source that never ran says nothing');

SELECT motcua.begin_run('ingest', s, true) AS run FROM unnest('{a,b}'::text[]) AS s \g /dev/null
SELECT motcua.finish_run(run_id, '2024-06-12 01:30') FROM motcua.run \g /dev/null
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-05-01', '2024-05-31') $$, 'nothing is doubtful after a good night');
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-06-01', '2024-06-30') $$, 'nor in the month that is running');
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-02-01', '2024-02-29') $$, 'nor at Tet, when nobody works');

-- The source of one office is three days behind; its figures up to then are whole.
UPDATE motcua.watermark SET read_until = '2024-06-09 01:30' WHERE source = 'a';
SELECT set_eq($$ SELECT office, kind, source, reason FROM stats.doubts('2024-06-01', '2024-06-30') $$,
    $$ VALUES ('P', 'source_behind', 'a', 'nguồn a mới đọc đến 09/06/2024 01:30'), ('P.1', 'source_behind', 'a', 'nguồn a mới đọc đến 09/06/2024 01:30') $$, 'behind: its office and those above it');
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-05-01', '2024-05-31') $$, 'what was read is whole');
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-06-01', '2024-06-30', 'P.2') $$, 'another office is not concerned');
SELECT is(count(*), 1::bigint, 'of one office') FROM stats.doubts('2024-06-01', '2024-06-30', 'P.1');
SELECT motcua.fail_run(motcua.begin_run('ingest', 'a', true), 'no answer') \g /dev/null
SELECT set_eq($$ SELECT kind FROM stats.doubts('2024-06-01', '2024-06-30', 'P.1') $$, $$ VALUES ('source_behind'), ('source_failed') $$, 'and its last run failed');
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-05-01', '2024-05-31') $$, 'which spoils nothing that was read before');
DELETE FROM motcua.watermark WHERE source = 'a';
SELECT is(reason, 'nguồn a chưa lần nào đọc xong', 'a source that was never read to its end') FROM stats.doubts('2024-05-01', '2024-05-31', 'P.1') WHERE kind = 'source_behind';
INSERT INTO motcua.watermark SELECT 'a', '2024-06-12 01:30', max(run_id) FROM motcua.run;

-- Rejected records may belong to any period.
UPDATE motcua.run SET records = 12, rejected = 12 WHERE source = 'b';
SELECT is(reason, '12 bản ghi của nguồn b bị loại trong lượt chạy gần nhất', 'rejects') FROM stats.doubts('2024-05-01', '2024-05-31', 'P.2');
UPDATE motcua.run SET records = 0, rejected = 0;

-- A week in which half a week is missing is chance, one with almost nothing is not; nor is one with five times as much.
DELETE FROM motcua.dossier WHERE handling_office = 'P.1' AND received_on BETWEEN '2024-05-13' AND '2024-05-15';
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-05-01', '2024-05-31') WHERE kind = 'volume' $$, 'two days of five');
DELETE FROM motcua.dossier WHERE handling_office = 'P.1' AND received_on BETWEEN '2024-05-16' AND '2024-05-16';
SELECT set_eq($$ SELECT office, reason FROM stats.doubts('2024-05-01', '2024-05-31') WHERE kind = 'volume' $$,
    $$ VALUES ('P.1', 'tuần từ 13/05/2024 tiếp nhận 10 hồ sơ, thường khoảng 50') $$, 'one day of five');
INSERT INTO motcua.dossier (source, code, receiving_office, handling_office, status, received_at)
SELECT 'a', 'more ' || i, 'P.1', 'P.1', 4, '2024-05-21 09:00' FROM generate_series(1, 200) AS i;
SELECT is(reason, 'tuần từ 13/05/2024 tiếp nhận 10 hồ sơ, thường khoảng 50 (và 1 tuần khác)', 'and five times as many in another week') FROM stats.doubts('2024-05-01', '2024-05-31', 'P.1') WHERE kind = 'volume';
-- An office of few dossiers has no usual week.
DELETE FROM motcua.dossier WHERE handling_office = 'P.2' AND code !~ '-1$';
DELETE FROM motcua.dossier WHERE handling_office = 'P.2' AND received_on BETWEEN '2024-05-20' AND '2024-05-24';
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-05-01', '2024-05-31', 'P.2') $$, 'five a week, then none');

-- P.1 ends; P.3 takes over what it does. Its own receptions end with it, which is no drop.
INSERT INTO motcua.office (code, name, parent, valid_from) VALUES ('P.3', 'Three', 'P', '2024-06-01');
UPDATE motcua.office SET valid_to = '2024-05-31' WHERE code = 'P.1';
INSERT INTO motcua.office_succession (old_office, new_office, on_day) VALUES ('P.1', 'P.3', '2024-06-01');
UPDATE motcua.dossier SET handling_office = 'P.3' WHERE handling_office = 'P.1' AND received_on >= '2024-06-01';
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-04-01', '2024-06-12') WHERE kind = 'volume' AND reason LIKE '%/6/2024%' $$, 'neither the end of an office nor a new one is an odd week');
SELECT set_eq($$ SELECT office FROM stats.doubts('2024-05-01', '2024-05-31') WHERE kind = 'volume' AND office <> 'P' $$, $$ VALUES ('P.1') $$, 'as it was: its own odd weeks before');
SELECT is_empty($$ SELECT * FROM stats.doubts('2024-05-01', '2024-05-31', tree => 'now') WHERE kind = 'volume' AND office <> 'P' $$, 'of a successor weeks count from its first day on');
UPDATE motcua.watermark SET read_until = '2024-06-09 01:30' WHERE source = 'a';
SELECT set_eq($$ SELECT office FROM stats.doubts('2024-06-01', '2024-06-30') WHERE kind = 'source_behind' $$, $$ VALUES ('P'), ('P.1'), ('P.3') $$, 'a source that is behind concerns what the old office closed, and its successor');
SELECT set_eq($$ SELECT office FROM stats.doubts('2024-06-01', '2024-06-30', tree => 'now') WHERE kind = 'source_behind' $$, $$ VALUES ('P'), ('P.3') $$, 'on the tree of now the successor alone');
SELECT throws_ok($$ SELECT * FROM stats.doubts('2024-05-31', '2024-05-01') $$, '22023', 'from 2024-05-31 to 2024-05-01 is not a period', 'a period that ends before it begins is an error');

SELECT * FROM finish();
ROLLBACK;
