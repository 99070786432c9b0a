-- Deploy motcua:evidence to pg
-- requires: more_rates
-- What a self-scoring office hands in: every dossier of a rate, and which night the figures come from.

BEGIN;

-- The denominator has dossiers that the numerator lacks, and of answers against dossiers each has its own kind of rows. What
-- is in several buckets is one row, with the one that counts it.
CREATE OR REPLACE FUNCTION stats.rate_evidence(rate text, period_from date, period_to date, office text, profile text DEFAULT 'report',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (entity text, source text, code text, in_numerator boolean, in_denominator boolean, bucket text, reason text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_column
DECLARE
    wanted text[] := ARRAY(SELECT t.bucket FROM motcua.term AS t WHERE t.profile = rate_evidence.profile AND t.rate = rate_evidence.rate);
    events text[] := ARRAY(SELECT DISTINCT b.event FROM motcua.bucket AS b WHERE b.bucket = ANY (wanted));
    offices text[] := ARRAY(SELECT t.office FROM motcua.office_tree_on(motcua.answering_day(tree, NULL, least(period_to, today))) AS t
                            WHERE t.ancestor = rate_evidence.office);
BEGIN
    PERFORM motcua.is_period(period_from, period_to), motcua.is_view(by_office, tree), motcua.is_office(office);
    RETURN QUERY
    WITH counted AS MATERIALIZED (
        SELECT c.entity, c.source, c.code, bool_or(t.in_numerator) AS in_numerator, bool_or(t.in_denominator) AS in_denominator,
               (array_agg(c.bucket ORDER BY t.in_numerator DESC, c.bucket))[1] AS bucket, bit_or(c.marks) AS marks
        FROM motcua.period_cells(period_from, period_to, by_office, tree, today, known_run, each => true, events => events, in_buckets => wanted,
            of_offices => offices) AS c
        JOIN motcua.term AS t ON t.profile = rate_evidence.profile AND t.rate = rate_evidence.rate AND t.bucket = c.bucket
        GROUP BY c.entity, c.source, c.code
    )
    SELECT c.entity, c.source, c.code, c.in_numerator, c.in_denominator, c.bucket,
           coalesce(motcua.rating_reason(r.level, r.answered_on, r.dossier),
               motcua.reason(c.bucket, c.marks, least(period_to, today), d, f, p))
    FROM counted AS c
    LEFT JOIN LATERAL motcua.dossier_known(c.source, c.code, known_run) AS d ON c.entity = 'dossier'
    LEFT JOIN motcua.feedback AS f ON f.source = c.source AND f.code = c.code AND c.entity = 'feedback'
    LEFT JOIN motcua.rating AS r ON r.source = c.source AND r.code = c.code AND c.entity = 'rating'
    LEFT JOIN motcua.procedure AS p ON p.code = coalesce(d.procedure, CASE WHEN c.entity = 'procedure' THEN c.code END)
    ORDER BY c.entity, c.source COLLATE "C" NULLS FIRST, c.code COLLATE "C";
END;
$$;
COMMENT ON FUNCTION stats.rate_evidence(text, date, date, text, text, text, text, date, bigint) IS
    'Every dossier, answer, feedback or procedure that a rate counts for an office and its subtree in a period: whether it is in the numerator and '
    'in the denominator, and why, in Vietnamese. VI: Danh sách đầy đủ làm căn cứ cho một tỷ lệ: từng hồ sơ ở tử số, mẫu số và lý do.';

CREATE OR REPLACE FUNCTION stats.data_moment(known_run bigint DEFAULT NULL, OUT run_id bigint, OUT finished_at timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.run_id, r.finished_at FROM motcua.run AS r
    WHERE r.program IN ('ingest', 'replay') AND r.finished_at IS NOT NULL AND r.inserted + r.updated + r.skipped > 0
      AND (known_run IS NULL OR r.run_id <= known_run)
    ORDER BY r.run_id DESC LIMIT 1
$$;
COMMENT ON FUNCTION stats.data_moment(bigint) IS
    'The last run that has changed anything, up to a run, and when it had finished: what figures are made of is of that moment, however often nights '
    'without news have followed. VI: Lượt chạy cuối cùng có làm thay đổi dữ liệu và thời điểm kết thúc.';

REVOKE ALL ON FUNCTION stats.rate_evidence(text, date, date, text, text, text, text, date, bigint), stats.data_moment(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stats.rate_evidence(text, date, date, text, text, text, text, date, bigint), stats.data_moment(bigint)
    TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
