-- Deploy motcua:published_answers to pg
-- requires: seen_dates
-- requires: rating_sources
-- requires: terms
-- requires: row_types
-- Feedback whose answer was published has been answered, also where the source does not tell when: on that day, as a dossier
-- whose result was handed over is closed on that day. Whoever reads a figure that rests on it is told.

BEGIN;

CREATE OR REPLACE FUNCTION motcua.feedback_answered_at(answered_at timestamptz, published_at timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(answered_at, published_at);
COMMENT ON FUNCTION motcua.feedback_answered_at(timestamptz, timestamptz) IS 'When feedback was answered: at the time of the answer, without it at '
    'that of its publication, which can only be later. VI: Thời điểm trả lời phản ánh; nguồn không ghi thì lấy thời điểm công khai.';

CREATE OR REPLACE FUNCTION motcua.is_answered_undated(status text, answered_on date) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN status IN ('answered', 'published', 'refused') AND answered_on IS NULL;
COMMENT ON FUNCTION motcua.is_answered_undated(text, date) IS 'Feedback that was answered by its status, but on no day, so that it counts as open. '
    'VI: Phản ánh ghi đã trả lời nhưng không có ngày nào, nên tính là chưa trả lời.';

DROP VIEW motcua.told_twice;
ALTER TABLE motcua.feedback DROP COLUMN answered_on, DROP COLUMN timeliness;
SELECT motcua.alter_rows($alter$
ALTER TABLE motcua.feedback
    ADD COLUMN answered_on date GENERATED ALWAYS AS (
        motcua.local_day(greatest(motcua.feedback_answered_at(answered_at, published_at),
                                  CASE WHEN motcua.feedback_answered_at(answered_at, published_at) IS NOT NULL THEN received_at END))) STORED,
    ADD COLUMN timeliness motcua.timeliness GENERATED ALWAYS AS (
        motcua.timeliness(motcua.feedback_answered_at(answered_at, published_at), due_at)) STORED
$alter$);
CREATE INDEX feedback_answered_on_idx ON motcua.feedback (answered_on);
COMMENT ON COLUMN motcua.feedback.answered_on IS 'Local day of the answer, or of its publication when the source does not tell the answer; null '
    'while neither is known. VI: Ngày trả lời theo giờ Việt Nam; nguồn không ghi thì lấy ngày công khai; trống nếu chưa trả lời.';
COMMENT ON COLUMN motcua.feedback.timeliness IS 'Answer (or its publication) against due_at. VI: So ngày trả lời (hoặc ngày công khai) với hạn trả '
    'lời.';
CREATE OR REPLACE VIEW motcua.told_twice AS
    SELECT 'hồ sơ' AS entity, t.counted_in, t.source, count(*) AS records, count(t.difference) AS differing,
        min(t.code) FILTER (WHERE t.difference IS NOT NULL) AS example
    FROM motcua.told_again AS t GROUP BY t.counted_in, t.source
    UNION ALL
    SELECT 'phản ánh', f.counted_in, f.source, count(*), count(*) FILTER (WHERE v.differs), min(f.code) FILTER (WHERE v.differs)
    FROM motcua.feedback AS f JOIN motcua.feedback AS c ON c.source = f.counted_in AND c.code = f.code
    CROSS JOIN LATERAL (SELECT (f.office, f.answered_on, f.timeliness, motcua.local_day(f.received_at), motcua.local_day(f.due_at))
                               IS DISTINCT FROM (c.office, c.answered_on, c.timeliness, motcua.local_day(c.received_at),
                                   motcua.local_day(c.due_at)) AS differs) AS v
    GROUP BY f.counted_in, f.source
    ORDER BY 1, 2, 3;
COMMENT ON VIEW motcua.told_twice IS 'How many dossiers and feedback two sources deliver, which of them counts, and in how many cases they disagree. '
    'VI: Số hồ sơ, phản ánh do hai nguồn cùng gửi, nguồn được tính và số trường hợp ghi khác nhau.';
COMMENT ON COLUMN motcua.told_twice.entity IS 'Dossier or feedback. VI: Hồ sơ hoặc phản ánh.';
COMMENT ON COLUMN motcua.told_twice.counted_in IS 'Source whose row counts. VI: Nguồn được tính.';
COMMENT ON COLUMN motcua.told_twice.source IS 'Source whose row does not. VI: Nguồn không được tính.';
COMMENT ON COLUMN motcua.told_twice.records IS 'How many. VI: Số lượng.';
COMMENT ON COLUMN motcua.told_twice.differing IS 'Of these, where the two disagree. VI: Trong đó ghi khác nhau.';
COMMENT ON COLUMN motcua.told_twice.example IS 'Code of one of those. VI: Ví dụ.';
GRANT SELECT ON motcua.told_twice TO motcua_ingest, motcua_stats, motcua_analyst;

CREATE OR REPLACE FUNCTION motcua.undated_answers(period_from date, last_day date)
    RETURNS TABLE (office text, kind text, feedback bigint)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN QUERY
    SELECT f.office, 'answer_published', count(*)
    FROM motcua.feedback AS f
    WHERE f.answered_at IS NULL AND f.answered_on BETWEEN period_from AND last_day AND NOT f.skipped AND f.counted_in IS NULL
    GROUP BY f.office
    UNION ALL
    SELECT f.office, 'answer_undated', count(*)
    FROM motcua.feedback AS f
    WHERE f.answered_on IS NULL AND motcua.is_answered_undated(f.status, f.answered_on) AND motcua.local_day(f.received_at) <= last_day
      AND NOT f.skipped AND f.counted_in IS NULL
    GROUP BY f.office;
END;
$$;
COMMENT ON FUNCTION motcua.undated_answers(date, date) IS 'How much feedback of each office has no day of the answer: that of its publication counts '
    'in the period (answer_published), or it counts as open by its last day (answer_undated). VI: Số phản ánh không ghi ngày trả lời: tính theo ngày '
    'công khai, hoặc tính là chưa trả lời.';

CREATE OR REPLACE FUNCTION motcua.answer_doubt(kind text, feedback bigint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE kind
        WHEN 'answer_published' THEN format('%s phản ánh, kiến nghị không ghi ngày trả lời, tính theo ngày công khai', feedback)
        WHEN 'answer_undated' THEN format('%s phản ánh, kiến nghị ghi đã trả lời nhưng không có ngày nào, tính là chưa trả lời', feedback)
    END;
COMMENT ON FUNCTION motcua.answer_doubt(text, bigint) IS 'What motcua.undated_answers counts, in words. VI: Nội dung nghi vấn về ngày trả lời, bằng '
    'lời.';

REVOKE ALL ON FUNCTION motcua.feedback_answered_at(timestamptz, timestamptz), motcua.is_answered_undated(text, date),
    motcua.undated_answers(date, date), motcua.answer_doubt(text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.feedback_answered_at(timestamptz, timestamptz), motcua.is_answered_undated(text, date),
    motcua.undated_answers(date, date), motcua.answer_doubt(text, bigint) TO motcua_ingest, motcua_stats, motcua_analyst;

CREATE OR REPLACE FUNCTION motcua.reason(of_bucket text, marks bigint, last_day date, d motcua.dossier, f motcua.feedback,
    p motcua.procedure) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT concat_ws('; ',
        CASE b.event
            WHEN 'received' THEN format('tiếp nhận %s', motcua.day_text(d.received_on))
                || CASE WHEN b.channel IS NOT NULL THEN CASE d.channel WHEN 'online' THEN ', trực tuyến' WHEN 'postal' THEN ', qua bưu chính'
                    ELSE ', trực tiếp' END ELSE '' END
                || CASE WHEN b.online_level = 'full' THEN ', thủ tục toàn trình' ELSE '' END
            WHEN 'closed' THEN CASE d.outcome WHEN 'withdrawn' THEN 'công dân rút; ' WHEN 'returned' THEN 'trả lại, dừng xử lý; ' ELSE '' END
                || motcua.closing_reason(d.timeliness, d.closed_on, motcua.closed_at(d.status, d.received_at, d.finished_at, d.returned_at),
                    d.due_on, d.due_at)
            WHEN 'pending' THEN motcua.pending_reason(reason.marks, d.due_on, last_day)
            WHEN 'carried_in' THEN format('tiếp nhận %s, chưa xong khi kỳ bắt đầu', motcua.day_text(d.received_on))
            WHEN 'feedback_answered' THEN motcua.closing_reason(f.timeliness, f.answered_on,
                    motcua.feedback_answered_at(f.answered_at, f.published_at), motcua.local_day(f.due_at), f.due_at)
                || CASE WHEN f.answered_at IS NULL THEN ' (ngày công khai, nguồn không ghi ngày trả lời)' ELSE '' END
            WHEN 'feedback_overdue' THEN motcua.pending_reason(motcua.mark('overdue'), motcua.local_day(f.due_at), last_day)
            WHEN 'feedback_in_time' THEN motcua.pending_reason(CASE WHEN f.due_at IS NULL THEN motcua.mark('no_due') ELSE 0 END,
                motcua.local_day(f.due_at), last_day)
            WHEN 'procedure' THEN CASE p.online_level WHEN 'full' THEN 'thủ tục toàn trình' WHEN 'partial' THEN 'thủ tục trực tuyến một phần'
                ELSE 'thủ tục chưa trực tuyến' END
        END,
        CASE WHEN b.event IN ('feedback_overdue', 'feedback_in_time') AND motcua.is_answered_undated(f.status, f.answered_on)
            THEN 'nguồn ghi đã trả lời nhưng không có ngày' END,
        (SELECT string_agg(motcua.mark_reason(m.mark, d, p), '; ' ORDER BY m.place) FROM unnest(b.marks) WITH ORDINALITY AS m (mark, place)))
    FROM motcua.bucket AS b WHERE b.bucket = of_bucket
$$;

CREATE OR REPLACE FUNCTION stats.dossiers(figure text, period_from date, period_to date, office text DEFAULT NULL, profile text DEFAULT 'report',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (bucket text, source text, code text, handling_office text, procedure text, procedure_name text, status smallint,
                   received_at timestamptz, due_at timestamptz, finished_at timestamptz, returned_at timestamptz,
                   apology_at timestamptz, closed_on date, days_late integer, reason text)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT m.bucket, m.source, m.code, m.marked_office, coalesce((m.dossier).procedure, CASE WHEN m.entity = 'procedure' THEN m.code END), p.name,
           (m.dossier).status, coalesce((m.dossier).received_at, f.received_at), coalesce((m.dossier).due_at, f.due_at),
           coalesce((m.dossier).finished_at, motcua.feedback_answered_at(f.answered_at, f.published_at), r.answered_at),
           (m.dossier).returned_at, (m.dossier).apology_at,
           coalesce((m.dossier).closed_on, f.answered_on, r.answered_on),
           greatest(least((m.dossier).closed_on, period_to, today) - (m.dossier).due_on, 0),
           concat_ws('; ', coalesce(motcua.rating_reason(r.level, r.answered_on, r.dossier),
                   motcua.reason(m.bucket, m.marks, least(period_to, today), m.dossier, f, p)),
               CASE WHEN (SELECT bool_or(k.measure = 'working_days') FROM motcua.rate AS k WHERE (k.profile, k.rate) = (dossiers.profile, figure))
                   THEN motcua.term_reason(m.dossier) END)
    FROM motcua.marks_behind(figure, period_from, period_to, office, profile, by_office, tree, today, known_run) AS m
    LEFT JOIN motcua.feedback AS f ON f.source = m.source AND f.code = m.code AND m.entity = 'feedback'
    LEFT JOIN motcua.rating AS r ON r.source = m.source AND r.code = m.code AND m.entity = 'rating'
    LEFT JOIN motcua.procedure AS p ON p.code = coalesce((m.dossier).procedure, CASE WHEN m.entity = 'procedure' THEN m.code END)
    ORDER BY m.marked_office, m.source, m.code
$$;

-- A doubt about some rates is none about the others.
DROP FUNCTION stats.doubts(date, date, text, text, text, date);
CREATE OR REPLACE FUNCTION stats.doubts(period_from date, period_to date, for_office text DEFAULT NULL,
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today())
    RETURNS TABLE (office text, kind text, source text, reason text, rates text[])
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
    ), delivered AS MATERIALIZED (
        SELECT r.source, r.office, NULL AS event FROM received AS r
        UNION
        SELECT f.source, f.office, 'feedback' FROM motcua.feedback AS f
        WHERE NOT f.skipped AND (for_office IS NULL OR f.office IN (SELECT c.office FROM concern AS c))
          AND (f.answered_on BETWEEN period_from - 56 AND (SELECT least(period_to, today)) OR f.answered_on IS NULL)
        UNION
        SELECT r.source, r.office, 'rating' FROM motcua.rating AS r
        WHERE NOT r.skipped AND (for_office IS NULL OR r.office IN (SELECT c.office FROM concern AS c))
          AND r.answered_on BETWEEN period_from - 56 AND (SELECT least(period_to, today))
    ), made_of AS MATERIALIZED (
        SELECT e.event, ARRAY(SELECT DISTINCT t.rate FROM motcua.term AS t JOIN motcua.bucket AS b ON b.bucket = t.bucket
                              WHERE starts_with(b.event, e.event) ORDER BY t.rate) AS rates
        FROM (VALUES ('feedback'), ('rating')) AS e (event)
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
    SELECT f.office, f.kind, f.source, f.reason, f.rates
    FROM (
        SELECT DISTINCT c.ancestor AS office, s.kind, r.source, s.reason, m.rates
        FROM delivered AS r LEFT JOIN made_of AS m ON m.event = r.event
        JOIN (SELECT k.source, x.kind, x.reason FROM (SELECT DISTINCT r.source FROM delivered AS r) AS k
              CROSS JOIN LATERAL motcua.source_doubts(k.source, period_to, today) AS x) AS s ON s.source = r.source
        JOIN concern AS c ON c.office = r.office
        UNION ALL
        SELECT o.office, 'volume', NULL,
               format('tuần từ %s tiếp nhận %s hồ sơ, thường khoảng %s%s', motcua.day_text(o.week), o.dossiers, o.expected,
                      CASE WHEN o.weeks > 1 THEN format(' (và %s tuần khác)', o.weeks - 1) ELSE '' END), NULL
        FROM odd AS o WHERE o.place = 1
        UNION ALL
        SELECT c.ancestor, a.kind, NULL, motcua.answer_doubt(a.kind, sum(a.feedback)::bigint),
               (SELECT m.rates FROM made_of AS m WHERE m.event = 'feedback')
        FROM motcua.undated_answers(period_from, (SELECT least(period_to, today))) AS a JOIN concern AS c ON c.office = a.office
        GROUP BY c.ancestor, a.kind
    ) AS f
    WHERE (SELECT motcua.is_period(period_from, period_to) AND motcua.is_view(by_office, tree) AND motcua.is_office(for_office))
    ORDER BY f.office, f.kind, f.source;
END;
$$;
COMMENT ON FUNCTION stats.doubts(date, date, text, text, text, date) IS
    'Why the figures of an office and its subtree in a period may not hold: source_behind, source_failed, rejects, clock (an instant that lies in '
    'the future), volume (a week whose receptions are far out of the usual band), answer_published and answer_undated (feedback without a day of the '
    'answer). rates: what it is about, null for all figures; what a source of feedback or of citizens'' answers lacks is about their rates alone. '
    'Nothing is said of an office without doubts. VI: Vì sao số liệu của cơ quan trong kỳ có thể chưa đủ: nguồn chưa đọc hết, lượt chạy lỗi, bản ghi '
    'bị loại, số tiếp nhận bất thường, phản ánh không ghi ngày trả lời; rates: các tỷ lệ bị ảnh hưởng, trống là tất cả.';

REVOKE ALL ON FUNCTION stats.doubts(date, date, text, text, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stats.doubts(date, date, text, text, text, date) TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
