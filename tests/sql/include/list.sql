-- Included by tests after batch.sql: a batch of any list but dossiers.

-- Stages the records of an entity, merges them as one run, and tells what became of them.
CREATE FUNCTION pg_temp.merge(entity text, merge_function text, records jsonb, from_source text DEFAULT 'test') RETURNS text
    LANGUAGE plpgsql
AS $$
DECLARE
    this_run bigint := motcua.begin_run('ingest', from_source, true);
    columns text;
BEGIN
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
    FROM pg_attribute AS a WHERE a.attrelid = ('motcua.staging_' || entity)::regclass AND a.attnum > 1 AND NOT a.attisdropped;
    EXECUTE format('INSERT INTO motcua.staging_%1$I (%2$s) SELECT %2$s FROM jsonb_array_elements($1) WITH ORDINALITY AS e (r, n)
                    CROSS JOIN LATERAL jsonb_populate_record(NULL::motcua.staging_%1$I, e.r) ORDER BY e.n', entity, columns) USING records;
    EXECUTE format('SELECT motcua.%I($1)', merge_function) USING this_run;
    PERFORM motcua.finish_run(this_run, NULL);
    RETURN pg_temp.counted();
END;
$$;
