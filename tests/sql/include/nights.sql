-- Included by tests after batch.sql: nights that came on days of their own, and what is flagged after them.

CREATE FUNCTION pg_temp.flags(of_code text) RETURNS text
    LANGUAGE sql
AS $$
    SELECT coalesce(string_agg(f.flag, ' ' ORDER BY f.flag), '') FROM stats.integrity_flags AS f WHERE f.code = of_code
$$;

-- Nights as they would have come: a run sees a change when it began, so both are put back to their days.
CREATE FUNCTION pg_temp.night(began timestamptz, VARIADIC records jsonb[]) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    this_run bigint := pg_temp.load(VARIADIC ARRAY(SELECT jsonb_agg(r) FROM unnest(records) AS r));
BEGIN
    UPDATE motcua.run SET started_at = began, finished_at = began WHERE run_id = this_run;
    UPDATE motcua.dossier_change SET seen_at = began WHERE run_id = this_run;
END;
$$;
CREATE FUNCTION pg_temp.record(code text, rest jsonb DEFAULT '{}') RETURNS jsonb
    LANGUAGE sql
    RETURN jsonb_build_object('code', code, 'due_at', '2024-03-20 17:00') || rest;
