-- Included by tests: a batch of records, and what a run made of it. Times are local.
SET LOCAL timezone = 'Asia/Ho_Chi_Minh';
SET LOCAL datestyle = 'ISO';

-- Columns that a record does not name get the values of an open dossier of office H48.23.25.
CREATE FUNCTION pg_temp.stage(record jsonb) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    columns text;
BEGIN
    SELECT string_agg(quote_ident(a.attname), ', ') INTO columns
    FROM pg_attribute AS a WHERE a.attrelid = 'motcua.staging_dossier'::regclass AND a.attnum > 1 AND NOT a.attisdropped;
    EXECUTE format('INSERT INTO motcua.staging_dossier (%1$s) SELECT %1$s FROM jsonb_populate_record(NULL::motcua.staging_dossier, $1)', columns)
    USING '{"receiving_office": "H48.23.25", "handling_office": "H48.23.25", "channel": "direct", "status": 4, "received_at": "2024-03-05 09:00",
        "due_at": "2024-03-20 17:00", "fee": 0, "components_total": 0, "components_digitised": 0, "components_reused": 0, "components_from_store": 0,
        "result_digitised": false, "result_stored": false, "paid_online": false, "erroneous": false, "contested": false, "of_this_run": false,
        "skipped": false}'::jsonb || record;
END;
$$;

-- Merges one batch a row of the array as one run, and returns the number of the run.
CREATE FUNCTION pg_temp.load(VARIADIC batches jsonb[]) RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
    this_run bigint := motcua.begin_run('ingest', 'test', true);
    batch jsonb;
BEGIN
    FOREACH batch IN ARRAY batches LOOP
        PERFORM pg_temp.stage(r) FROM jsonb_array_elements(batch) WITH ORDINALITY AS e (r, n) ORDER BY n;
        PERFORM motcua.merge_dossiers(this_run);
    END LOOP;
    PERFORM motcua.finish_run(this_run, NULL);
    RETURN this_run;
END;
$$;

-- Keeps and counts one rejected record.
CREATE FUNCTION pg_temp.reject(this_run bigint, page integer, record_number integer, code text, field text, reason text, record jsonb) RETURNS void
    LANGUAGE sql
AS $$
    SELECT motcua.add_rejects(this_run, jsonb_build_array(jsonb_build_object(
               'page', page, 'record_number', record_number, 'code', code, 'field', field, 'reason', reason, 'record', record))),
           motcua.count_read(this_run, 0, 0, 0, 0, 0, 1, 0);
$$;

-- What became of the records of the run that began last.
CREATE FUNCTION pg_temp.counted() RETURNS text
    LANGUAGE sql
AS $$
    SELECT format('%s: %s new, %s changed, %s same, %s old, %s bad', records, inserted, updated, unchanged, superseded, rejected)
    FROM motcua.run ORDER BY run_id DESC LIMIT 1
$$;

-- The rows of a query in one line.
CREATE FUNCTION pg_temp.rows_of(query text) RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE
    line text;
BEGIN
    EXECUTE format('SELECT string_agg(r::text, '' '') FROM (%s) AS r', query) INTO line;
    RETURN line;
END;
$$;
