-- Which rejected records are still missing.
BEGIN;
SELECT plan(12);
\ir include/batch.sql

CREATE FUNCTION pg_temp.missing() RETURNS text LANGUAGE sql
    RETURN pg_temp.rows_of('SELECT source, code FROM motcua.open_reject ORDER BY source, code');
CREATE FUNCTION pg_temp.a_run(program text, whole_list boolean, finished boolean DEFAULT true, from_source text DEFAULT 'test') RETURNS bigint LANGUAGE plpgsql
AS $$
DECLARE
    this_run bigint := motcua.begin_run(program, from_source, whole_list);
BEGIN
    PERFORM CASE WHEN finished THEN motcua.finish_run(this_run, NULL) ELSE motcua.fail_run(this_run, 'x') END;
    RETURN this_run;
END;
$$;

SELECT motcua.begin_run('ingest', 'test', true) AS run \gset
SELECT pg_temp.reject(:run, 1, n::integer, c, 'status', 'not a whole number', '{}') FROM unnest('{A,B,C}'::text[]) WITH ORDINALITY AS t (c, n) \g /dev/null
SELECT pg_temp.reject(:run, 1, 4, NULL, 'code', 'nothing there', '{}') \g /dev/null
SELECT motcua.fail_run(:run, 'too many') \g /dev/null
SELECT is(pg_temp.missing(), '(test,A) (test,B) (test,C) (test,)', 'rejected records are missing, whatever became of the run');
SELECT pg_temp.load('[{"code": "A"}]') \g /dev/null
UPDATE motcua.run SET listed_all = false WHERE run_id > :run;
SELECT is(pg_temp.missing(), '(test,B) (test,C) (test,)', 'a later version that was stored overtakes one');
SELECT pg_temp.a_run('ingest', false), pg_temp.a_run('ingest', true, false), pg_temp.a_run('ingest', true, true, 'other'), pg_temp.a_run('replay', false) \g /dev/null
SELECT is(pg_temp.missing(), '(test,B) (test,C) (test,)', 'a list of changes, a failed list, another source and a replay overtake none');
SELECT motcua.mark_replayed((SELECT max(run_id) FROM motcua.run), array_agg(reject_id)) FROM motcua.open_reject WHERE code = 'B' \g /dev/null
SELECT is(pg_temp.missing(), '(test,C) (test,)', 'one that a replay loaded is not missing');
SELECT is(pg_temp.rows_of('SELECT field, reason, records, example, first_seen = last_seen FROM motcua.open_rejects'), '(code,"nothing there",1,,t) (status,"not a whole number",1,C,t)', 'by reason');
SELECT motcua.begin_run('ingest', 'test', true) AS again \gset
SELECT pg_temp.reject(:again, 7, 8, c, 'status', 'not a whole number', '{}') FROM unnest('{B,C}'::text[]) AS c \g /dev/null
SELECT motcua.finish_run(:again, NULL) \g /dev/null
SELECT is(pg_temp.missing(), '(test,B) (test,C)', 'a complete list overtakes those that it did not reject, and brings back those that it did');
SELECT is(pg_temp.rows_of('SELECT count(*) FROM motcua.reject'), '(4)', 'nothing is deleted');
-- A dossier stored by a replay says nothing of another version of it.
SELECT motcua.begin_run('replay', 'test', false) AS replay \gset
UPDATE motcua.dossier SET code = 'C', last_run_id = :replay WHERE code = 'A';
SELECT is(pg_temp.missing(), '(test,B) (test,C)', 'what a replay stored overtakes none');
SELECT pg_temp.a_run('ingest', true) \g /dev/null
SELECT is(pg_temp.missing(), NULL, 'a complete list without rejects ends it');

-- Of many with the same reason only the number is kept; only a complete list tells anew.
SELECT motcua.begin_run('ingest', 'many', false) AS many \gset
SELECT pg_temp.reject(:many, 1, 1, 'A', 'status', 'not a whole number', '{}'), motcua.count_read(:many, 1, 0, 0, 0, 0, 500, 500), motcua.finish_run(:many, NULL) \g /dev/null
SELECT motcua.begin_run('ingest', 'many', false) AS more \gset
SELECT motcua.count_read(:more, 1, 0, 0, 0, 0, 10, 7), motcua.finish_run(:more, NULL) \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT field, records, example FROM motcua.open_rejects WHERE source = 'many' $$), '(status,1,A) (,507,)', 'those of which only the number is kept are told of');
SELECT motcua.begin_run('ingest', 'many', true) AS all_of_it \gset
SELECT motcua.count_read(:all_of_it, 1, 0, 0, 0, 0, 10, 3), motcua.fail_run(:all_of_it, 'too many') \g /dev/null
SELECT is(pg_temp.rows_of($$ SELECT records FROM motcua.unkept_rejects WHERE source = 'many' $$), '(3)', 'a complete list tells their number anew');
SELECT pg_temp.a_run('ingest', true, true, 'many') \g /dev/null
SELECT is_empty($$ SELECT FROM motcua.open_rejects WHERE source = 'many' $$, 'and one without any ends it');

SELECT * FROM finish();
ROLLBACK;
