-- A clock was wrong once: what lies in the future is told, and nothing takes it for the latest.
BEGIN;
SELECT plan(19);
\ir include/batch.sql
\ir include/list.sql

CREATE FUNCTION pg_temp.night(mark timestamptz) RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
    this_run bigint := motcua.begin_run('ingest', 'test', true);
BEGIN
    PERFORM motcua.finish_run(this_run, mark);
    RETURN this_run;
END;
$$;
CREATE FUNCTION pg_temp.mark() RETURNS timestamptz LANGUAGE sql RETURN (SELECT w.read_until FROM motcua.watermark AS w);

SELECT is(motcua.credible_mark('test'), NULL, 'no mark');
SELECT pg_temp.night(now() - interval '3 days') \g /dev/null
SELECT is(motcua.credible_mark('test'), now() - interval '3 days', 'the mark');
SELECT pg_temp.night(now() + interval '400 days') \g /dev/null
SELECT ok(pg_temp.mark() BETWEEN now() AND clock_timestamp(), 'a program whose clock is ahead of the one of the database marks no future');

-- Both clocks were ahead.
UPDATE motcua.run SET read_until = now() + interval '400 days', started_at = now() + interval '400 days' WHERE run_id = (SELECT run_id FROM motcua.watermark);
UPDATE motcua.watermark SET read_until = now() + interval '400 days';
SELECT is(motcua.credible_mark('test'), now() - interval '3 days', 'a mark in the future is not believed: the one before it is');
SELECT is(motcua.credible_mark('test', now() - interval '4 days'), NULL, 'that one neither where the program says that it is earlier');
SELECT matches((SELECT read_until FROM motcua.last_runs), '^\d\d/\d\d/\d{4} \d\d:\d\d \(tương lai, không tin\)$', 'status tells');
SELECT matches((SELECT result FROM motcua.last_runs), '^xong; đồng hồ máy chủ sai: năm 20\d\d$', 'of the run too');
SELECT set_eq($$ SELECT kind FROM motcua.source_doubts('test', motcua.today() - 10, motcua.today()) $$, ARRAY['clock'], 'and the doubts');
SELECT is(count(*), 2::bigint, 'both of them') FROM motcua.source_doubts('test', motcua.today() - 10, motcua.today());
SELECT set_eq($$ SELECT kind FROM motcua.source_doubts('test', motcua.today(), motcua.today()) $$, ARRAY['clock', 'source_behind'], 'it is behind as its last mark that can be true says');
SELECT pg_temp.night(now() - interval '1 hour') \g /dev/null
SELECT is(pg_temp.mark(), now() - interval '1 hour', 'the next run puts the mark back');
SELECT is_empty($$ SELECT * FROM motcua.source_doubts('test', motcua.today() - 1, motcua.today()) $$, 'and nothing is in doubt');
SELECT pg_temp.night(now() - interval '2 hours') \g /dev/null
SELECT is(pg_temp.mark(), now() - interval '1 hour', 'any other mark never goes back');

-- The source was ahead: what it says later is later.
SELECT pg_temp.load(jsonb_build_array(jsonb_build_object('code', 'A', 'status', 4, 'source_updated_at', now() + interval '300 days'))) \g /dev/null
SELECT pg_temp.load(jsonb_build_array(jsonb_build_object('code', 'A', 'status', 9, 'finished_at', now(), 'source_updated_at', now() - interval '1 hour'))) \g /dev/null
SELECT is(pg_temp.rows_of('SELECT status FROM motcua.dossier'), '(9)', 'a dossier that was dated ahead changes again');
SELECT pg_temp.load(jsonb_build_array(jsonb_build_object('code', 'A', 'status', 4, 'source_updated_at', now() - interval '2 hours'))) \g /dev/null
SELECT is(pg_temp.rows_of('SELECT status FROM motcua.dossier'), '(9)', 'and has an order again');
SELECT pg_temp.merge('feedback', 'merge_feedback', jsonb_build_array(jsonb_build_object('code', 'F', 'office', 'H48', 'received_at', '2024-03-05', 'status', 'received', 'source_updated_at', now() + interval '300 days'))) \g /dev/null
SELECT is(pg_temp.merge('feedback', 'merge_feedback', jsonb_build_array(jsonb_build_object('code', 'F', 'office', 'H48', 'received_at', '2024-03-05', 'status', 'answered', 'source_updated_at', now() - interval '1 hour'))),
    '1: 0 new, 1 changed, 0 same, 0 old, 0 bad', 'feedback too');

SELECT motcua.begin_run('ingest', 'test', true) AS run \gset
SELECT motcua.note_dated(:run, now() + interval '300 days') \g /dev/null
SELECT motcua.note_dated(:run, now() + interval '200 days') \g /dev/null
SELECT motcua.finish_run(:run, now()) \g /dev/null
SELECT is(dated_until, now() + interval '300 days', 'a run notes the latest date') FROM motcua.run WHERE run_id = :run;
SELECT matches((SELECT reason FROM motcua.source_doubts('test', motcua.today() - 1, motcua.today())), '^bản ghi của nguồn test ghi ngày cập nhật trong tương lai', 'and figures are in doubt');
SELECT matches((SELECT result FROM motcua.last_runs), '^xong; bản ghi ghi ngày trong tương lai, đến \d\d/\d\d/\d{4}$', 'status tells it');

SELECT * FROM finish();
ROLLBACK;
