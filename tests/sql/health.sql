-- What a monitor is told by the database; tests/e2e/test_health.py has the states of an installation.
BEGIN;
SELECT plan(9);
\ir include/batch.sql

CREATE FUNCTION pg_temp.told(item text, max_age interval DEFAULT '26h') RETURNS TABLE (state integer, words text)
    LANGUAGE sql AS $$ SELECT f.state, f.words FROM motcua.findings(max_age, now(), '{test,o''x|y}', ARRAY[now(), now()]) AS f WHERE f.item = told.item $$;

SELECT results_eq($$ SELECT motcua.span_words(s) FROM unnest('{-1h,0,59min,1h,26h 5min,47h 59min,48h,50h,3 days 30min}'::interval[]) AS s $$,
    ARRAY['0 phút', '0 phút', '59 phút', '1 giờ', '26 giờ 5 phút', '47 giờ 59 phút', '2 ngày', '2 ngày 2 giờ', '3 ngày'], 'spans in two units at most');
SELECT results_eq($$ SELECT * FROM pg_temp.told('source') ORDER BY 2 $$,
    $$ VALUES (1, 'nguồn o''x|y: chưa được đọc lần nào'), (1, 'nguồn test: chưa được đọc lần nào') $$, 'a source that is new is waited for');
SELECT is_empty($$ SELECT * FROM motcua.findings('26h', now()) WHERE item IN ('source', 'watermark', 'rejects', 'drift') $$, 'without files, what was read');
INSERT INTO motcua.run (program, source, status, finished_at, read_until, records, inserted, rejected)
VALUES ('ingest', 'test', 'done', clock_timestamp() - interval '5 hours', NULL, 3, 2, 1);
SELECT results_eq($$ SELECT state FROM pg_temp.told('source') AS t WHERE t.words LIKE '%test%' $$, ARRAY[1], 'days that were asked for are no night');
UPDATE motcua.run SET read_until = finished_at;
SELECT results_eq($$ SELECT state FROM pg_temp.told('source') AS t WHERE t.words LIKE '%test%3 = 2 mới + 0 đổi + 0 không đổi + 0 cũ hơn + 1 bị loại + 0 bỏ qua' $$,
    ARRAY[0], 'a good night, with records that add up');
SELECT results_eq($$ SELECT state FROM pg_temp.told('source', '4h') AS t WHERE t.words LIKE '%test%đã 5 giờ%' $$, ARRAY[2], 'that is too old for who asks so');
SELECT results_eq($$ SELECT measure FROM motcua.findings('26h', now(), '{o''x|y}', '{now}') WHERE item = 'rejects' $$,
    ARRAY['''rejects o''''x_y''=0;0'], 'no name breaks the line');
SELECT results_eq($$ SELECT state FROM unnest('{30s,2min,2h}'::interval[]) AS i (span) CROSS JOIN LATERAL motcua.server_findings(clock_timestamp() - i.span) AS f WHERE f.item = 'clock' ORDER BY i.span $$,
    ARRAY[0, 1, 2], 'clocks may differ by a minute');
INSERT INTO motcua.run (program, source, status, finished_at, error) VALUES ('stats', NULL, 'failed', now(), 'x');
SELECT results_eq($$ SELECT state FROM pg_temp.told('statistics') $$, ARRAY[2], 'statistics that failed');
SELECT * FROM finish();
ROLLBACK;
