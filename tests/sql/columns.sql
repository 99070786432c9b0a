-- A column of a dossier stands in several tables and lists (docs/adding-a-column.md). What lacks one is named here.
BEGIN;
SELECT plan(17);
\ir include/batch.sql
SET LOCAL client_min_messages = warning;

CREATE FUNCTION pg_temp.columns_of(relation regclass) RETURNS TABLE (name text, type text, meaning text)
    LANGUAGE sql
AS $$
    SELECT a.attname, format_type(a.atttypid, a.atttypmod), col_description(a.attrelid, a.attnum)
    FROM pg_attribute AS a WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped
$$;
CREATE FUNCTION pg_temp.kind(kind text) RETURNS SETOF text
    LANGUAGE sql
    RETURN string_to_table(motcua.dossier_columns(kind, '%1$s'), ', ');

-- The tables and the view.
SELECT is_empty($$ SELECT * FROM pg_temp.columns_of('motcua.dossier') EXCEPT SELECT * FROM pg_temp.columns_of('motcua.dossier_version') $$,
    'motcua.dossier_version has every column of motcua.dossier, with its meaning');
SELECT bag_eq($$ SELECT name FROM pg_temp.columns_of('motcua.dossier_version') EXCEPT SELECT name FROM pg_temp.columns_of('motcua.dossier') $$,
    $$ VALUES ('until_run_id') $$, 'and one more');
SELECT is_empty($$ SELECT * FROM pg_temp.columns_of('motcua.dossier') EXCEPT SELECT * FROM pg_temp.columns_of('motcua.dossier_history') $$,
    'motcua.dossier_history shows every column, with its meaning (motcua.follow_dossier)');
SELECT bag_eq($$ SELECT name FROM pg_temp.columns_of('motcua.dossier_history') EXCEPT SELECT name FROM pg_temp.columns_of('motcua.dossier') $$,
    $$ VALUES ('until_run_id'), ('is_current') $$, 'and two more');
SELECT bag_eq($$ SELECT name, type FROM pg_temp.columns_of('motcua.staging_dossier') EXCEPT SELECT name, type FROM pg_temp.columns_of('motcua.dossier') $$,
    $$ VALUES ('arrival', 'bigint'), ('office_name', 'text'), ('procedure_name', 'text'), ('procedure_field', 'text'), ('contested', 'boolean'), ('of_this_run', 'boolean') $$,
    'what is staged is stored, but for names and what belongs to the batch');
SELECT bag_eq($$ SELECT pg_temp.kind('stored') EXCEPT SELECT name FROM pg_temp.columns_of('motcua.staging_dossier') $$,
    $$ VALUES ('source'), ('counted_in'), ('first_run_id'), ('last_run_id'), ('reopened'), ('supplemented') $$,
    'what is stored is staged, but for what the run itself knows');
SELECT bag_eq($$ SELECT pg_temp.kind('all') EXCEPT SELECT pg_temp.kind('stored') $$,
    $$ SELECT attname::text FROM pg_attribute WHERE attrelid = 'motcua.dossier'::regclass AND attgenerated <> '' $$, 'all else is computed');

-- Who may write it, and how its changes are told.
SELECT is_empty($$ SELECT c FROM pg_temp.kind('stored') AS c WHERE NOT has_column_privilege('motcua_ingest', 'motcua.dossier', c, 'UPDATE') $$,
    'motcua_ingest may update every stored column');
SELECT is_empty($$ SELECT c FROM pg_temp.kind('logged') AS c WHERE motcua.field_text(c) IS NULL OR motcua.field_text(c) = c $$,
    'motcua.field_text has a name for every column of which changes are logged');
SELECT bag_has($$ SELECT pg_temp.kind('told') $$, $$ SELECT pg_temp.kind('logged') $$, 'which are told by records');
SELECT bag_has($$ SELECT pg_temp.kind('logged') $$, $$ VALUES ('receiving_office'), ('handling_office'), ('status'), ('submitted_at'), ('received_at'), ('due_at'), ('finished_at'),
    ('returned_at'), ('apology_at') $$, 'and are these at least');

-- Two states of a dossier that differ in every column that a record tells.
CREATE FUNCTION pg_temp.state(n integer) RETURNS jsonb
    LANGUAGE sql
AS $$
    SELECT jsonb_object_agg(a.attname, CASE
               WHEN t.typname = 'timestamptz' THEN to_jsonb(timestamptz '2024-03-01' + a.attnum * interval '1 hour' + n * interval '1 day')
               WHEN t.typname = 'bool' THEN to_jsonb(n = 2)
               WHEN t.typtype = 'e' THEN to_jsonb((SELECT enumlabel FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder OFFSET n LIMIT 1))
               WHEN t.typname IN ('int2', 'int4', 'int8', 'numeric') THEN to_jsonb(n)
               ELSE to_jsonb('H48.' || n) END) || '{"code": "A"}'
    FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE a.attrelid = 'motcua.dossier'::regclass AND a.attname IN (SELECT pg_temp.kind('told'))
$$;
CREATE FUNCTION pg_temp.differs(relation text, n integer) RETURNS SETOF text
    LANGUAGE plpgsql
AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT c FROM pg_temp.kind(''told'') AS c CROSS JOIN (SELECT to_jsonb(t) AS row FROM %s AS t) AS stored
        CROSS JOIN (SELECT to_jsonb(s) AS row FROM jsonb_populate_record(NULL::motcua.staging_dossier, pg_temp.state(%s)) AS s) AS told
        WHERE stored.row -> c IS DISTINCT FROM told.row -> c', relation, n);
END;
$$;
SELECT pg_temp.load(jsonb_build_array(pg_temp.state(1))) \g /dev/null
SELECT is_empty($$ SELECT pg_temp.differs('motcua.dossier', 1) $$, 'every column that a record tells is stored');
SELECT pg_temp.load(jsonb_build_array(pg_temp.state(2))) AS run \gset
SELECT is_empty($$ SELECT pg_temp.differs('motcua.dossier', 2) $$, 'and changed');
SELECT is_empty($$ SELECT pg_temp.differs('motcua.dossier_version', 1) $$, 'and kept as it was');
SELECT bag_eq($$ SELECT field FROM motcua.dossier_change $$, $$ SELECT pg_temp.kind('logged') $$, 'and what is to be logged is logged');

-- Each of them alone makes a record another one.
CREATE FUNCTION pg_temp.unseen() RETURNS SETOF text
    LANGUAGE plpgsql
AS $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT c FROM pg_temp.kind('told') AS c WHERE c <> 'source_updated_at' LOOP
        PERFORM pg_temp.load(jsonb_build_array(pg_temp.state(2)));
        PERFORM pg_temp.load(jsonb_build_array(pg_temp.state(2) || jsonb_build_object(name, pg_temp.state(1) -> name)));
        IF pg_temp.counted() <> '1: 0 new, 1 changed, 0 same, 0 old, 0 bad' THEN
            RETURN NEXT name;
        END IF;
    END LOOP;
END;
$$;
SELECT is_empty('SELECT pg_temp.unseen()', 'a change of any column is seen');

-- What must not be null in motcua.dossier is asked of a record when it is staged.
CREATE FUNCTION pg_temp.unasked() RETURNS SETOF text
    LANGUAGE plpgsql
AS $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT a.attname FROM pg_attribute AS a
                WHERE a.attrelid = 'motcua.dossier'::regclass AND a.attnotnull AND a.attname IN (SELECT pg_temp.kind('told')) LOOP
        BEGIN
            PERFORM pg_temp.stage(jsonb_build_object('code', 'B', name, NULL));
            RETURN NEXT name;
        EXCEPTION WHEN check_violation THEN
        END;
    END LOOP;
END;
$$;
SELECT is_empty('SELECT pg_temp.unasked()', 'only_skipped_is_incomplete asks for every column that must not be null');

SELECT * FROM finish();
ROLLBACK;
