-- The file of a source gets another name: all that it delivered, and all that is known of it, goes with it.
BEGIN;
SELECT plan(14);
\ir include/batch.sql
\ir include/list.sql

CREATE TEMPORARY VIEW places AS
    SELECT c.oid::regclass::text AS name FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
    WHERE c.relnamespace IN ('motcua'::regnamespace, 'stats'::regnamespace) AND c.relkind IN ('r', 'p') AND c.relpersistence <> 'u' AND a.attname = 'source';
CREATE FUNCTION pg_temp.rows_of_source(of_source text) RETURNS TABLE (name text, n bigint)
    LANGUAGE plpgsql
AS $$
BEGIN
    FOR name IN SELECT p.name FROM places AS p LOOP
        EXECUTE format('SELECT count(*) FROM %s WHERE source = $1', name) INTO n USING of_source;
        RETURN NEXT;
    END LOOP;
END;
$$;

-- A row of everything.
SELECT pg_temp.load('[{"code": "A", "status": 4}, {"code": "B"}]') \g /dev/null
SELECT pg_temp.load('[{"code": "A", "status": 5}]') AS run \gset
SELECT pg_temp.merge('feedback', 'merge_feedback', '[{"code": "F", "office": "H48.23.25", "received_at": "2024-03-05"}]') \g /dev/null
INSERT INTO motcua.source_precedence VALUES ('test', 7);
INSERT INTO motcua.integrity_tolerance VALUES ('test', 5);
INSERT INTO motcua.office_alias VALUES ('test', 'TC', 'H48.23.25');
INSERT INTO motcua.procedure VALUES ('1.001');
INSERT INTO motcua.procedure_alias VALUES ('test', 'TP', '1.001');
INSERT INTO motcua.watermark VALUES ('test', '2024-03-06', :run);
INSERT INTO motcua.read_file VALUES ('test', gen_random_uuid(), 1, :run);
INSERT INTO motcua.reject (source, run_id, last_run_id, page, record_number, reason, record) VALUES ('test', :run, :run, 1, 1, 'x', '{}');
INSERT INTO motcua.source_field VALUES ('test', '/a', 1, 1, '{text}', true, :run);
INSERT INTO motcua.source_code VALUES ('test', 'status', 'x', :run);
INSERT INTO motcua.source_drift (source, run_id, kind, field) VALUES ('test', :run, 'new field', '/a');
INSERT INTO motcua.rating (source, code, office, answered_at, level) VALUES ('test', 'R', 'H48.23.25', '2024-03-05', 'satisfied');
SELECT is_empty($$ SELECT name FROM pg_temp.rows_of_source('test') WHERE n = 0 $$, 'the test has a row in every table with a source: a new one needs a row here');
CREATE TEMPORARY TABLE before AS SELECT * FROM pg_temp.rows_of_source('test');

-- Only a source that is new can be an old one, and only of what has no file.
SELECT is(motcua.sources_left('new', '{new,other}'), '{test}', 'a source without a file');
SELECT is(motcua.sources_left('new', '{new,test}'), NULL, 'none when both have one');
SELECT is(motcua.sources_left('test', '{new}'), NULL, 'nor for one that has been read');
SELECT results_eq($$ SELECT * FROM motcua.former_source('{other,test}', 'dossier', '{A,B,C}') $$, $$ VALUES ('test', 2::bigint) $$, 'its codes tell');
SELECT results_eq($$ SELECT * FROM motcua.former_source('{test}', 'feedback', '{A,F}') $$, $$ VALUES ('test', 1::bigint) $$, 'of feedback too');
SELECT is_empty($$ SELECT * FROM motcua.former_source('{test}', 'dossier', '{C}') $$, 'others do not');
SELECT is_empty($$ SELECT * FROM motcua.former_source('{test}', 'office', '{A}') $$, 'a catalogue counts nothing twice');

-- The run that stopped has left traces.
SELECT motcua.begin_run('ingest', 'new', true) AS new_run \gset
SELECT motcua.fail_run(:new_run, 'x') \g /dev/null
INSERT INTO motcua.source_field VALUES ('new', '/a', 9, 9, '{text}', true, :new_run), ('new', '/b', 9, 9, '{text}', true, :new_run);
INSERT INTO motcua.source_code VALUES ('new', 'status', 'x', :new_run);
INSERT INTO motcua.office_alias VALUES ('new', 'tc', 'H48.23');
INSERT INTO motcua.watermark VALUES ('new', '2024-04-06', :new_run);
CREATE TEMPORARY TABLE moved AS SELECT * FROM motcua.rename_source('test', 'new');
SELECT set_eq('SELECT * FROM moved', 'SELECT * FROM before', 'every row of every table goes along');
SELECT is_empty($$ SELECT name FROM pg_temp.rows_of_source('test') WHERE n > 0 $$, 'nothing is left under the old name');
SELECT is(pg_temp.rows_of($$ SELECT field, seen FROM motcua.source_field ORDER BY field $$), '(/a,1) (/b,9)', 'of two rows the one with a history stays');
SELECT is(pg_temp.rows_of($$ SELECT w.read_until, a.office FROM motcua.watermark AS w, motcua.office_alias AS a $$), '("2024-03-06 00:00:00+07",H48.23.25)', 'of marks and aliases too');
SELECT is(pg_temp.rows_of($$ SELECT count(*), sum(d.status) FROM motcua.dossier_known('new', 'A', NULL) AS d $$), '(1,5)', 'the dossier is found');
SELECT throws_ok($$ SELECT * FROM motcua.rename_source('other', 'new') $$, '22023', '''new'' has delivered something of its own', 'two sources do not become one');

SELECT * FROM finish();
ROLLBACK;
