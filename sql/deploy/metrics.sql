-- Deploy motcua:metrics to pg
-- requires: health
-- What Prometheus is told after a run. The names are a contract: rules and dashboards ask for them.

BEGIN;

CREATE OR REPLACE FUNCTION motcua.metric_label(name text, value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    SELECT format('%s="%s"', name, replace(replace(replace(value, '\', '\\'), '"', '\"'), E'\n', '\n'))
$$;
COMMENT ON FUNCTION motcua.metric_label(text, text) IS 'A label as the text format of Prometheus writes it. VI: Nhãn theo định dạng của Prometheus.';

CREATE OR REPLACE FUNCTION motcua.metrics(of_program text) RETURNS TABLE (metric text, help text, labels text, value numeric)
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH source AS (
        SELECT s.source, motcua.metric_label('source', s.source) AS label
        FROM (SELECT DISTINCT r.source FROM motcua.run AS r WHERE r.program = 'ingest') AS s
    ), last_run AS (
        SELECT s.*, l.status FROM source AS s
        CROSS JOIN LATERAL (SELECT r.status FROM motcua.run AS r
                            WHERE r.source = s.source AND r.program = 'ingest' ORDER BY r.run_id DESC LIMIT 1) AS l
    ), last_good AS (
        SELECT s.*, g.run FROM source AS s
        CROSS JOIN LATERAL (SELECT r AS run FROM motcua.run AS r
                            WHERE r.source = s.source AND r.program = 'ingest' AND r.status = 'done' AND r.read_until IS NOT NULL
                            ORDER BY r.run_id DESC LIMIT 1) AS g
    )
    SELECT m.metric, m.help, m.labels, m.value
    FROM (
        SELECT 'ingest', 1, 'motcua_source_last_run_good', 'Whether the last run of the source did not fail.', l.label,
               (l.status IN ('done', 'running'))::integer::numeric FROM last_run AS l
        UNION ALL
        SELECT 'ingest', v.place, v.metric, v.help, g.label || v.label, v.value
        FROM last_good AS g CROSS JOIN LATERAL (VALUES
            (2, 'motcua_source_last_good_seconds', 'End of the last good night of the source, in seconds since 1970.', '',
                round(extract(epoch FROM (g.run).finished_at))),
            (3, 'motcua_source_duration_seconds', 'How long the last good night of the source took.', '',
                round(extract(epoch FROM (g.run).finished_at - (g.run).started_at), 3)),
            (4, 'motcua_source_records', 'Records of the last good night by what became of them.', ',outcome="new"', (g.run).inserted),
            (4, 'motcua_source_records', 'Records of the last good night by what became of them.', ',outcome="changed"', (g.run).updated),
            (4, 'motcua_source_records', 'Records of the last good night by what became of them.', ',outcome="unchanged"', (g.run).unchanged),
            (4, 'motcua_source_records', 'Records of the last good night by what became of them.', ',outcome="older"', (g.run).superseded),
            (4, 'motcua_source_records', 'Records of the last good night by what became of them.', ',outcome="rejected"', (g.run).rejected),
            (4, 'motcua_source_records', 'Records of the last good night by what became of them.', ',outcome="skipped"', (g.run).skipped)
        ) AS v (place, metric, help, label, value)
        UNION ALL
        SELECT 'ingest', 5, 'motcua_source_read_until_seconds', 'Up to when the source has been read completely, in seconds since 1970.', s.label,
               round(extract(epoch FROM w.read_until)) FROM source AS s JOIN motcua.watermark AS w ON w.source = s.source
        UNION ALL
        SELECT 'ingest', 6, 'motcua_source_rejects_left', 'Rejected records that are still missing.', s.label,
               coalesce((SELECT l.records FROM motcua.rejects_left AS l WHERE l.source = s.source), 0) FROM source AS s
        UNION ALL
        SELECT 'stats', 7, 'motcua_statistics_last_good_seconds', 'End of the last statistics that were stored, in seconds since 1970.', '',
               round(extract(epoch FROM max(r.finished_at))) FROM motcua.run AS r
        WHERE r.program = 'stats' AND r.status = 'done' HAVING max(r.finished_at) IS NOT NULL
        UNION ALL
        SELECT 'stats', 8, 'motcua_mails_waiting', 'E-mails that the mail server has not taken yet.', '', m.waiting FROM motcua.mails_left AS m
        UNION ALL
        SELECT 'stats', 9, 'motcua_mails_given_up', 'E-mails of this reporting year that are not tried any more.', '', m.given_up
        FROM motcua.mails_left AS m
        UNION ALL
        SELECT 'stats', 10, 'motcua_database_bytes', 'Size of the database.', '', pg_database_size(current_database())
    ) AS m (program, place, metric, help, labels, value)
    WHERE m.program = of_program
    ORDER BY m.place, m.labels COLLATE "C";
END;
$$;
COMMENT ON FUNCTION motcua.metrics(text) IS 'What run of motcua-ingest (ingest) or motcua-stats (stats) writes for Prometheus: gauges, those of one '
    'name one after the other. VI: Các chỉ số vận hành ghi cho Prometheus sau mỗi lượt chạy.';
REVOKE ALL ON FUNCTION motcua.metric_label(text, text), motcua.metrics(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.metric_label(text, text), motcua.metrics(text) TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
