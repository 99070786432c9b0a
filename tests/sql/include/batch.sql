-- Included by tests: a batch of records, and what a run made of it. Times are local.
SET LOCAL timezone = 'Asia/Ho_Chi_Minh';
SET LOCAL datestyle = 'ISO';

-- Columns that a record does not name get the values of an open dossier of office H48.23.25.
CREATE FUNCTION pg_temp.stage(record jsonb) RETURNS void
    LANGUAGE sql
AS $$
    INSERT INTO motcua.staging_dossier (code, receiving_office, handling_office, office_name, procedure, procedure_name, procedure_field, channel,
        online_level, status, submitted_at, received_at, due_at, finished_at, returned_at, apology_at, source_updated_at, fee, components_total,
        components_digitised, components_reused, components_from_store, result_digitised, result_stored, paid_online, erroneous, record_hash, contested, skipped)
    SELECT s.code, s.receiving_office, s.handling_office, s.office_name, s.procedure, s.procedure_name, s.procedure_field, s.channel,
        s.online_level, s.status, s.submitted_at, s.received_at, s.due_at, s.finished_at, s.returned_at, s.apology_at, s.source_updated_at, s.fee, s.components_total,
        s.components_digitised, s.components_reused, s.components_from_store, s.result_digitised, s.result_stored, s.paid_online, s.erroneous, s.record_hash, s.contested, s.skipped
    FROM jsonb_populate_record(NULL::motcua.staging_dossier, '{"receiving_office": "H48.23.25", "handling_office": "H48.23.25", "channel": "direct",
        "status": 4, "received_at": "2024-03-05 09:00", "due_at": "2024-03-20 17:00", "fee": 0, "components_total": 0, "components_digitised": 0,
        "components_reused": 0, "components_from_store": 0, "result_digitised": false, "result_stored": false, "paid_online": false,
        "erroneous": false, "contested": false, "skipped": false}'::jsonb || record) AS s
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
