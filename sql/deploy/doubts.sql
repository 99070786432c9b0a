-- Deploy motcua:doubts to pg
-- requires: calendar
-- requires: reasons
-- requires: figures
-- Data that is not enough says so: a figure is shown, and why it may not hold.

BEGIN;

-- Only sources that delivered dossiers of the period or of the weeks before are asked: one that was closed down years
-- ago has nothing to say about this month.
CREATE OR REPLACE FUNCTION motcua.source_doubts(of_source text, period_to date, today date) RETURNS TABLE (kind text, reason text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT v.kind, v.reason
    FROM (SELECT r.status, r.started_at, r.dated_until FROM motcua.run AS r
          WHERE r.source = of_source AND r.program = 'ingest' ORDER BY r.run_id DESC LIMIT 1) AS last_run
    LEFT JOIN (SELECT r.rejected FROM motcua.run AS r
               WHERE r.source = of_source AND r.program = 'ingest' AND r.status = 'done' ORDER BY r.run_id DESC LIMIT 1) AS last_done ON true
    LEFT JOIN motcua.watermark AS stored ON stored.source = of_source
    CROSS JOIN (SELECT motcua.credible_mark(of_source) AS read_until) AS w
    CROSS JOIN LATERAL (VALUES
        ('clock', NOT motcua.has_come(stored.read_until),
         format('mốc đã đọc của nguồn %s nằm trong tương lai (%s), không được tin', of_source, motcua.local_text(stored.read_until))),
        ('clock', NOT motcua.has_come(last_run.started_at),
         format('lượt chạy gần nhất của nguồn %s ghi giờ trong tương lai (%s)', of_source, motcua.local_text(last_run.started_at))),
        ('clock', last_run.dated_until IS NOT NULL,
         format('bản ghi của nguồn %s ghi ngày cập nhật trong tương lai, đến %s', of_source, motcua.local_text(last_run.dated_until))),
        ('source_behind', w.read_until IS NULL OR motcua.local_day(w.read_until) < least(period_to, today - 1),
         CASE WHEN w.read_until IS NULL THEN format('nguồn %s chưa lần nào đọc xong', of_source)
              ELSE format('nguồn %s mới đọc đến %s', of_source, motcua.local_text(w.read_until)) END),
        ('source_failed', last_run.status IN ('failed', 'interrupted') AND coalesce(period_to >= motcua.local_day(w.read_until), true),
         format('lượt chạy gần nhất của nguồn %s (%s) bị lỗi', of_source, motcua.local_text(last_run.started_at))),
        ('rejects', last_done.rejected > 0,
         format('%s bản ghi của nguồn %s bị loại trong lượt chạy gần nhất', last_done.rejected, of_source))
    ) AS v (kind, holds, reason)
    WHERE v.holds
$$;
COMMENT ON FUNCTION motcua.source_doubts(text, date, date) IS 'Why dossiers of a source may be missing from a period: it has not been read up to its '
    'end, its last run failed, records were rejected, or a clock was wrong. VI: Vì sao số liệu của một nguồn có thể thiếu trong kỳ.';

-- Weeks are compared by working day, so that Tet is no drop, and only those of the life of an office. A quarter or four
-- times the median of eight weeks before and those of the period is no chance in an office that takes in 20 a week.
CREATE OR REPLACE FUNCTION stats.doubts(period_from date, period_to date, for_office text DEFAULT NULL,
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today())
    RETURNS TABLE (office text, kind text, source text, reason text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    -- A successor stands for an office that has ended; what that one closed itself stays its own on the tree of then.
    WITH concern AS MATERIALIZED (
        SELECT w.office, t.ancestor, bool_or(w.answers) AS answers
        FROM (SELECT o.code AS office, coalesce(h.heir, o.code) AS place, true AS answers
              FROM motcua.office AS o
              LEFT JOIN motcua.office_heirs() AS h ON h.office = o.code
                  AND motcua.answering_day(tree, NULL, least(period_to, today)) >= h.from_day
                  AND motcua.answering_day(tree, NULL, least(period_to, today)) < h.until_day
              UNION ALL
              SELECT o.code, o.code, false FROM motcua.office AS o WHERE tree = 'then') AS w
        JOIN motcua.office_tree_on(motcua.answering_day(tree, NULL, least(period_to, today))) AS t ON t.office = w.place
        WHERE for_office IS NULL OR t.ancestor = for_office
        GROUP BY w.office, t.ancestor
    ), received AS MATERIALIZED (
        SELECT d.source, motcua.office_asked(by_office, d.receiving_office, d.handling_office) AS office,
               d.received_on - (extract(isodow FROM d.received_on)::integer - 1) AS week, count(*) AS dossiers
        FROM motcua.dossier AS d
        WHERE d.received_on BETWEEN period_from - 56 AND (SELECT least(period_to, today))
          AND (for_office IS NULL OR motcua.office_asked(by_office, d.receiving_office, d.handling_office) IN (SELECT c.office FROM concern AS c))
        GROUP BY 1, 2, 3
    ), week AS MATERIALIZED (
        SELECT w::date AS week, (SELECT count(*) FROM generate_series(w, w + interval '6 days', interval '1 day') AS g
            WHERE motcua.is_working_day(g::date)) AS working_days
        FROM generate_series(date_trunc('week', (period_from - 50)::timestamp), (least(period_to, today) - 6)::timestamp, interval '7 days') AS w
    ), weekly AS (
        SELECT c.ancestor AS office, r.week, sum(r.dossiers) AS dossiers
        FROM received AS r JOIN concern AS c ON c.office = r.office AND c.answers
        GROUP BY c.ancestor, r.week
    ), paced AS (
        SELECT o.office, w.week, w.working_days, coalesce(b.dossiers, 0) AS dossiers
        FROM (SELECT DISTINCT b.office FROM weekly AS b) AS o JOIN motcua.office AS f ON f.code = o.office CROSS JOIN week AS w
        LEFT JOIN weekly AS b ON b.office = o.office AND b.week = w.week
        WHERE w.working_days > 0 AND coalesce(f.valid_from <= w.week, true) AND coalesce(f.valid_to >= w.week + 6, true)
    ), usual AS (
        SELECT p.office, percentile_cont(0.5) WITHIN GROUP (ORDER BY p.dossiers / p.working_days) AS a_day FROM paced AS p GROUP BY p.office
    ), odd AS (
        SELECT p.office, p.week, p.dossiers, round((u.a_day * p.working_days)::numeric) AS expected,
               count(*) OVER (PARTITION BY p.office) AS weeks, row_number() OVER (PARTITION BY p.office ORDER BY p.week) AS place
        FROM paced AS p JOIN usual AS u ON u.office = p.office
        WHERE p.week >= period_from AND u.a_day * p.working_days >= 20
          AND (p.dossiers * 4 < u.a_day * p.working_days OR p.dossiers > 4 * u.a_day * p.working_days)
    )
    SELECT f.office, f.kind, f.source, f.reason
    FROM (
        SELECT DISTINCT c.ancestor AS office, s.kind, r.source, s.reason
        FROM (SELECT DISTINCT r.source, r.office FROM received AS r) AS r
        JOIN (SELECT k.source, x.kind, x.reason FROM (SELECT DISTINCT r.source FROM received AS r) AS k
              CROSS JOIN LATERAL motcua.source_doubts(k.source, period_to, today) AS x) AS s ON s.source = r.source
        JOIN concern AS c ON c.office = r.office
        UNION ALL
        SELECT o.office, 'volume', NULL,
               format('tuần từ %s tiếp nhận %s hồ sơ, thường khoảng %s%s', motcua.day_text(o.week), o.dossiers, o.expected,
                      CASE WHEN o.weeks > 1 THEN format(' (và %s tuần khác)', o.weeks - 1) ELSE '' END)
        FROM odd AS o WHERE o.place = 1
    ) AS f
    WHERE (SELECT motcua.is_period(period_from, period_to) AND motcua.is_view(by_office, tree) AND motcua.is_office(for_office))
    ORDER BY f.office, f.kind, f.source;
END;
$$;
COMMENT ON FUNCTION stats.doubts(date, date, text, text, text, date) IS
    'Why the figures of an office and its subtree in a period may not hold: source_behind, source_failed, rejects, clock (an instant that lies in '
    'the future), volume (a week whose receptions are far out of the usual band). Nothing is said of an office without doubts. VI: Vì sao số '
    'liệu của cơ quan trong kỳ có thể chưa đủ: nguồn chưa đọc hết, lượt chạy lỗi, bản ghi bị loại, số tiếp nhận bất thường.';

COMMIT;
