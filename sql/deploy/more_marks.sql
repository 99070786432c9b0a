-- Deploy motcua:more_marks to pg
-- requires: guards
-- More of what can be counted: answers of citizens, feedback that is not due yet, and what stands guard beside the on-time
-- rate.

BEGIN;

CREATE OR REPLACE FUNCTION motcua.mark(name text, holds boolean DEFAULT true) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN holds THEN 1::bigint << array_position('{
        received,carried_in,closed,pending,feedback_answered,feedback_overdue,procedure,
        direct,online,postal,none,partial,full,resolved,withdrawn,returned,
        early,on_day,on_day_after_hour,late,no_due,in_time,overdue,
        components_digitised,components_reused,components_from_store,fee,paid_online,result_digitised,result_stored,
        paper_result,electronic_result,late_first,apology_due,apology,apology_in_time,paused,
        full_eligible,has_fee,online_payment,
        rating,very_satisfied,satisfied,neutral,dissatisfied,
        reopened,supplemented,due_moved,feedback_in_time,store_or_result}'::text[], name) - 1 ELSE 0 END;
COMMENT ON FUNCTION motcua.mark(text, boolean) IS 'Bit of a mark: something that is true of a dossier, feedback, rating or procedure in a period; 0 '
    'when it does not hold, null for a name that is no mark. VI: Bit của một dấu hiệu của hồ sơ, phản ánh, phiếu đánh giá hoặc thủ tục trong kỳ.';

CREATE OR REPLACE FUNCTION motcua.entry_marks() RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN motcua.marks('received', 'carried_in', 'direct', 'online', 'postal', 'none', 'partial', 'full', 'components_digitised',
        'components_reused', 'components_from_store', 'fee', 'paid_online', 'electronic_result', 'procedure', 'full_eligible', 'has_fee',
        'online_payment', 'store_or_result');

INSERT INTO motcua.mark_meaning (mark, text_en, text_vi) VALUES
    ('rating', 'an answer of a citizen on the handling, in the period', 'phiếu đánh giá trong kỳ'),
    ('very_satisfied', 'the citizen is very satisfied', 'rất hài lòng'),
    ('satisfied', 'the citizen is satisfied', 'hài lòng'),
    ('neutral', 'the citizen is neither satisfied nor dissatisfied', 'bình thường'),
    ('dissatisfied', 'the citizen is dissatisfied', 'chưa hài lòng'),
    ('reopened', 'an earlier night saw it resolved, a later one not any more', 'đã từng giải quyết xong rồi mở lại'),
    ('supplemented', 'an earlier night saw it waiting for a supplement', 'đã từng yêu cầu bổ sung giấy tờ'),
    ('due_moved', 'its due date is not the one that was seen first', 'ngày hẹn trả đã thay đổi so với lần đầu'),
    ('feedback_in_time', 'feedback that was neither answered nor overdue at the end of the period',
        'phản ánh, kiến nghị chưa trả lời, còn trong hạn cuối kỳ'),
    ('store_or_result', 'some of its documents came from the national store, or there is a digital result',
        'có thành phần lấy từ kho dữ liệu quốc gia hoặc có kết quả điện tử');

ALTER TABLE motcua.bucket DROP CONSTRAINT bucket_event_check;
ALTER TABLE motcua.bucket ADD CONSTRAINT bucket_event_check CHECK (event IN ('received', 'carried_in', 'closed', 'pending', 'feedback_answered',
    'feedback_overdue', 'feedback_in_time', 'rating', 'procedure'));

CREATE OR REPLACE FUNCTION motcua.more_marks(reopened boolean, supplemented boolean, due_at timestamptz, due_at_first timestamptz,
    components_from_store integer, result_digitised boolean) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN motcua.mark('reopened', reopened) | motcua.mark('supplemented', supplemented)
           | motcua.mark('due_moved', due_at_first IS NOT NULL AND due_at IS DISTINCT FROM due_at_first)
           | motcua.mark('store_or_result', components_from_store > 0 OR result_digitised);
COMMENT ON FUNCTION motcua.more_marks(boolean, boolean, timestamptz, timestamptz, integer, boolean) IS 'Marks that motcua.dossier.marks lacks: what could '
    'make a closing look better than it was, and documents from the national store or a digital result (Decision 766, indicator 4.4). VI: Các dấu '
    'hiệu cần đọc cùng tỷ lệ đúng hạn (mở lại, yêu cầu bổ sung, đổi ngày hẹn trả); thành phần lấy từ kho hoặc kết quả điện tử.';
REVOKE ALL ON FUNCTION motcua.more_marks(boolean, boolean, timestamptz, timestamptz, integer, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.more_marks(boolean, boolean, timestamptz, timestamptz, integer, boolean) TO motcua_ingest, motcua_stats, motcua_analyst;

-- Stored beside the first marks, which cannot be computed in another way without being written anew with all that depends on them.
SELECT motcua.alter_rows('ALTER TABLE motcua.dossier ADD COLUMN more_marks bigint NOT NULL GENERATED ALWAYS AS (motcua.more_marks(reopened, '
    'supplemented, due_at, due_at_first, components_from_store, result_digitised)) STORED');
DROP INDEX motcua.dossier_open;
CREATE INDEX dossier_open ON motcua.dossier (hashtext(code), received_on) INCLUDE (due_on, handling_office, marks, procedure, more_marks)
    WHERE outcome IS NULL AND received_on IS NOT NULL;
SELECT motcua.alter_rows('ALTER TABLE motcua.dossier_version ADD COLUMN more_marks bigint NOT NULL DEFAULT 0');
ALTER TABLE motcua.dossier_version ALTER COLUMN more_marks DROP DEFAULT;
UPDATE motcua.dossier_version AS v SET more_marks = m.marks
FROM (SELECT w.ctid AS place, motcua.more_marks(w.reopened, w.supplemented, w.due_at, w.due_at_first, w.components_from_store, w.result_digitised) AS marks
      FROM motcua.dossier_version AS w) AS m
WHERE v.ctid = m.place AND m.marks <> 0;
COMMENT ON COLUMN motcua.dossier.more_marks IS 'Further bits of motcua.mark, see motcua.more_marks. VI: Các dấu hiệu khác của hồ sơ, dạng bit.';
DO $$
BEGIN
    PERFORM motcua.follow_dossier();
END $$;

CREATE OR REPLACE FUNCTION motcua.period_cells(period_from date, period_to date, by_office text, tree text, today date, known_run bigint,
        each boolean DEFAULT false, events text[] DEFAULT NULL, in_buckets text[] DEFAULT NULL, of_offices text[] DEFAULT NULL,
        of_source text DEFAULT NULL, of_code text DEFAULT NULL)
    RETURNS TABLE (entity text, source text, code text, office text, marks bigint, bucket text, dossiers integer)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 10000
    SET effective_io_concurrency = 0 -- block ranges lie in a row: the kernel reads ahead by itself, and hints only keep it from that
    SET enable_gathermerge = off -- what workers have grouped is hashed together in less time than it is sorted
AS $$
DECLARE
    last_day date := least(period_to, today);
    -- Marks that no bucket asks for would only make more cells.
    asked bigint := CASE WHEN each THEN -1 ELSE (SELECT bit_or(b.all_of | b.any_of) FROM motcua.bucket AS b) END;
BEGIN
    RETURN QUERY EXECUTE format($query$
        WITH known AS NOT MATERIALIZED (
            SELECT d.source, d.code, motcua.office_asked($4, d.receiving_office, d.handling_office) AS office, d.procedure, d.received_on, d.due_on,
                   d.closed_on, d.outcome, d.erroneous, d.marks, d.more_marks
            FROM motcua.dossier_history AS d
            WHERE motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, $6) AND ($12 IS NULL OR d.source = $11 AND d.code = $12)
        ), part AS NOT MATERIALIZED (
            SELECT text 'dossier' AS entity, d.source, d.code, d.office, d.procedure, d.closed_on AS answered_on,
                   motcua.mark('received') | d.marks | d.more_marks AS marks,
                   motcua.asked_of_procedure(d.marks) | motcua.mark('paper_result') AS of_procedure
            FROM known AS d
            WHERE motcua.came_and_closed(d.received_on, d.closed_on, $1, $2) AND ($7 && '{received,closed}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, d.procedure, d.closed_on,
                   motcua.received_marks(d.marks | d.more_marks) | motcua.pending_marks(d.marks, d.erroneous, d.due_on, $3), motcua.asked_of_procedure(d.marks)
            FROM known AS d
            WHERE motcua.came_and_waited(d.received_on, d.closed_on, $1, $2) AND ($7 && '{received,pending}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, d.procedure, NULL::date,
                   motcua.received_marks(d.marks | d.more_marks) | motcua.pending_marks(d.marks, motcua.has_mark(d.marks, 'apology_due'), d.due_on, $3),
                   motcua.asked_of_procedure(d.marks)
            FROM known AS d
            WHERE motcua.came_and_stays(d.received_on, d.outcome, $1, $2) AND ($7 && '{received,pending}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, d.procedure, d.closed_on,
                   motcua.mark('carried_in') | ((d.marks | d.more_marks) & ~motcua.entry_marks()), motcua.mark('paper_result')
            FROM known AS d
            WHERE motcua.stood_and_closed(d.received_on, d.closed_on, $1, $2) AND ($7 && '{carried_in,closed}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, NULL::text, d.closed_on,
                   motcua.mark('carried_in') | motcua.pending_marks(d.marks, d.erroneous, d.due_on, $3), bigint '0'
            FROM known AS d
            WHERE motcua.stood_and_waited(d.received_on, d.closed_on, $1, $2) AND ($7 && '{carried_in,pending}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, NULL::text, NULL::date,
                   motcua.mark('carried_in') | motcua.pending_marks(d.marks, motcua.has_mark(d.marks, 'apology_due'), d.due_on, $3), bigint '0'
            FROM known AS d
            WHERE motcua.stood_and_stays(d.received_on, d.outcome, $1) AND ($7 && '{carried_in,pending}') IS NOT FALSE
            UNION ALL
            SELECT text 'feedback', f.source, f.code, f.office, NULL::text, f.answered_on,
                   motcua.mark('feedback_answered') | motcua.mark(f.timeliness::text), bigint '0'
            FROM motcua.feedback AS f
            WHERE f.answered_on BETWEEN $1 AND $2 AND NOT f.skipped AND f.counted_in IS NULL AND $12 IS NULL
              AND ($7 && '{feedback_answered}') IS NOT FALSE
            UNION ALL
            SELECT text 'feedback', f.source, f.code, f.office, NULL::text, f.answered_on, motcua.mark('feedback_overdue'), bigint '0'
            FROM motcua.feedback AS f
            WHERE motcua.local_day(f.received_at) <= $2 AND (f.answered_on IS NULL OR f.answered_on > $2) AND motcua.local_day(f.due_at) <= $3
              AND NOT f.skipped AND f.counted_in IS NULL AND $12 IS NULL AND ($7 && '{feedback_overdue}') IS NOT FALSE
            UNION ALL
            SELECT text 'feedback', f.source, f.code, f.office, NULL::text, f.answered_on, motcua.mark('feedback_in_time'), bigint '0'
            FROM motcua.feedback AS f
            WHERE motcua.local_day(f.received_at) <= $2 AND (f.answered_on IS NULL OR f.answered_on > $2)
              AND (motcua.local_day(f.due_at) > $3) IS NOT FALSE
              AND NOT f.skipped AND f.counted_in IS NULL AND $12 IS NULL AND ($7 && '{feedback_in_time}') IS NOT FALSE
            UNION ALL
            SELECT text 'rating', r.source, r.code, r.office, NULL::text, r.answered_on, motcua.mark('rating') | motcua.mark(r.level::text),
                   bigint '0'
            FROM motcua.rating AS r
            WHERE r.answered_on BETWEEN $1 AND $2 AND NOT r.skipped AND $12 IS NULL AND ($7 && '{rating}') IS NOT FALSE
            UNION ALL
            SELECT text 'procedure', NULL::text, c.code, NULL::text, NULL::text, NULL::date,
                   c.marks & motcua.entry_marks() & ~motcua.mark('electronic_result'), bigint '0'
            FROM motcua.procedure AS c
            WHERE coalesce(c.valid_from <= $2, true) AND coalesce(c.valid_to >= $2, true) AND $12 IS NULL
              AND ($7 && '{procedure}') IS NOT FALSE
        ), marked AS NOT MATERIALIZED (
            SELECT e.entity, e.source, e.code, coalesce(h.heir, e.office) COLLATE "C" AS office,
                   (e.marks | (coalesce(p.marks, motcua.mark('paper_result')) & e.of_procedure)) & $8 AS marks
            FROM part AS e
            LEFT JOIN motcua.procedure AS p ON p.code = e.procedure
            LEFT JOIN motcua.office_heirs() AS h ON h.office = e.office
                AND motcua.answering_day($5, e.answered_on, $2) >= h.from_day AND motcua.answering_day($5, e.answered_on, $2) < h.until_day
        )
        %s
        $query$, CASE WHEN NOT each THEN $cells$
            SELECT NULL::text, NULL::text, NULL::text, m.office, m.marks, NULL::text, count(*)::integer
            FROM (SELECT m.office, m.marks FROM marked AS m OFFSET bigint '0') AS m
            GROUP BY m.office, m.marks
        $cells$ WHEN in_buckets IS NULL THEN $each$
            SELECT m.entity, m.source, m.code, m.office, m.marks, NULL::text, 1 FROM marked AS m
        $each$ ELSE $in_buckets$
            SELECT m.entity, m.source, m.code, m.office, m.marks, b.bucket, 1
            FROM marked AS m CROSS JOIN LATERAL motcua.buckets_of(m.marks) AS b
            WHERE b.bucket = ANY ($9) AND ($10 IS NULL OR m.office IS NULL OR m.office = ANY ($10))
        $in_buckets$ END)
    USING least(period_from, today + 1), last_day, motcua.overdue_until(period_to, today), by_office, tree, known_run, events, asked, in_buckets,
        of_offices, of_source, of_code;
END;
$$;

CREATE OR REPLACE FUNCTION motcua.satisfaction_text(level motcua.satisfaction) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE level WHEN 'very_satisfied' THEN 'rất hài lòng' WHEN 'satisfied' THEN 'hài lòng' WHEN 'neutral' THEN 'bình thường'
                      WHEN 'dissatisfied' THEN 'chưa hài lòng' END;
COMMENT ON FUNCTION motcua.satisfaction_text(motcua.satisfaction) IS 'A level of satisfaction in Vietnamese. VI: Mức độ hài lòng, bằng lời.';

CREATE OR REPLACE FUNCTION motcua.rating_reason(level motcua.satisfaction, answered_on date, dossier text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN level IS NOT NULL THEN
        concat_ws(', ', format('đánh giá %s: %s', motcua.day_text(answered_on), motcua.satisfaction_text(level)), 'hồ sơ ' || dossier) END;
COMMENT ON FUNCTION motcua.rating_reason(motcua.satisfaction, date, text) IS 'An answer in words; null without one. '
    'VI: Một phiếu đánh giá, bằng lời.';
REVOKE ALL ON FUNCTION motcua.satisfaction_text(motcua.satisfaction), motcua.rating_reason(motcua.satisfaction, date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.satisfaction_text(motcua.satisfaction), motcua.rating_reason(motcua.satisfaction, date, text)
    TO motcua_ingest, motcua_stats, motcua_analyst;

CREATE OR REPLACE FUNCTION motcua.mark_reason(mark text, d motcua.dossier, p motcua.procedure) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE mark
        WHEN 'components_digitised' THEN format('số hóa %s/%s thành phần', d.components_digitised, d.components_total)
        WHEN 'components_reused' THEN format('tái sử dụng %s thành phần', d.components_reused)
        WHEN 'components_from_store' THEN format('%s thành phần lấy từ kho quốc gia', d.components_from_store)
        WHEN 'fee' THEN format('phí, lệ phí %s đồng', replace(to_char(d.fee, 'FM999,999,999,999,999'), ',', '.'))
        WHEN 'paid_online' THEN 'đã thanh toán trực tuyến'
        WHEN 'result_digitised' THEN 'có kết quả điện tử'
        WHEN 'electronic_result' THEN CASE WHEN d.result_digitised THEN 'có kết quả điện tử' ELSE 'thủ tục không có kết quả giấy' END
        WHEN 'result_stored' THEN 'kết quả đã lưu kho'
        WHEN 'paper_result' THEN 'thủ tục có kết quả giấy'
        WHEN 'late_first' THEN format('hẹn trả ban đầu %s', motcua.day_text(motcua.local_day(d.due_at_first)))
        WHEN 'apology_due' THEN CASE WHEN d.erroneous THEN 'có sai sót' WHEN d.apology_at IS NULL THEN 'chưa có văn bản xin lỗi' END
        WHEN 'apology' THEN format('văn bản xin lỗi ngày %s', motcua.day_text(motcua.local_day(d.apology_at)))
        WHEN 'apology_in_time' THEN format('văn bản xin lỗi ngày %s, trước ngày hẹn trả ban đầu %s', motcua.day_text(motcua.local_day(d.apology_at)),
            motcua.day_text(motcua.local_day(d.due_at_first)))
        WHEN 'paused' THEN CASE d.status WHEN 5 THEN 'đang chờ bổ sung' ELSE 'đang chờ nộp phí' END
        WHEN 'very_satisfied' THEN motcua.satisfaction_text('very_satisfied')
        WHEN 'satisfied' THEN motcua.satisfaction_text('satisfied')
        WHEN 'neutral' THEN motcua.satisfaction_text('neutral')
        WHEN 'dissatisfied' THEN motcua.satisfaction_text('dissatisfied')
        WHEN 'reopened' THEN 'đã từng giải quyết xong rồi mở lại'
        WHEN 'supplemented' THEN 'đã từng yêu cầu bổ sung giấy tờ'
        WHEN 'due_moved' THEN format('hẹn trả ban đầu %s, nay %s', motcua.local_text(d.due_at_first), coalesce(motcua.local_text(d.due_at),
            'không có ngày hẹn trả'))
        WHEN 'store_or_result' THEN CASE WHEN d.result_digitised THEN 'có kết quả điện tử'
            ELSE format('%s thành phần lấy từ kho quốc gia', d.components_from_store) END
        WHEN 'full_eligible' THEN 'đủ điều kiện toàn trình'
        WHEN 'has_fee' THEN 'có phí, lệ phí'
        WHEN 'online_payment' THEN 'cho phép thanh toán trực tuyến'
    END;

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
            WHEN 'feedback_answered' THEN motcua.closing_reason(f.timeliness, f.answered_on, f.answered_at, motcua.local_day(f.due_at), f.due_at)
            WHEN 'feedback_overdue' THEN motcua.pending_reason(motcua.mark('overdue'), motcua.local_day(f.due_at), last_day)
            WHEN 'feedback_in_time' THEN motcua.pending_reason(CASE WHEN f.due_at IS NULL THEN motcua.mark('no_due') ELSE 0 END,
                motcua.local_day(f.due_at), last_day)
            WHEN 'procedure' THEN CASE p.online_level WHEN 'full' THEN 'thủ tục toàn trình' WHEN 'partial' THEN 'thủ tục trực tuyến một phần'
                ELSE 'thủ tục chưa trực tuyến' END
        END,
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
           coalesce((m.dossier).finished_at, f.answered_at, r.answered_at), (m.dossier).returned_at, (m.dossier).apology_at,
           coalesce((m.dossier).closed_on, f.answered_on, r.answered_on),
           greatest(least((m.dossier).closed_on, period_to, today) - (m.dossier).due_on, 0),
           coalesce(motcua.rating_reason(r.level, r.answered_on, r.dossier),
               motcua.reason(m.bucket, m.marks, least(period_to, today), m.dossier, f, p))
    FROM motcua.marks_behind(figure, period_from, period_to, office, profile, by_office, tree, today, known_run) AS m
    LEFT JOIN motcua.feedback AS f ON f.source = m.source AND f.code = m.code AND m.entity = 'feedback'
    LEFT JOIN motcua.rating AS r ON r.source = m.source AND r.code = m.code AND m.entity = 'rating'
    LEFT JOIN motcua.procedure AS p ON p.code = coalesce((m.dossier).procedure, CASE WHEN m.entity = 'procedure' THEN m.code END)
    ORDER BY m.marked_office, m.source, m.code
$$;

CREATE INDEX ON motcua.rating (dossier);
CREATE OR REPLACE FUNCTION stats.story(of_source text, of_code text)
    RETURNS TABLE (at timestamptz, kind text, text_vi text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT s.at, s.kind, s.text_vi
    FROM motcua.dossier AS d
    CROSS JOIN LATERAL (
        SELECT v.at, 'date' AS kind, v.text_vi, v.place
        FROM (VALUES
            (1, d.submitted_at, 'nộp hồ sơ'),
            (2, d.received_at, format('tiếp nhận (%s)', CASE d.channel WHEN 'online' THEN 'trực tuyến' WHEN 'postal' THEN 'bưu chính công ích'
                ELSE 'trực tiếp' END)),
            (3, d.apology_at, 'văn bản xin lỗi, hẹn lại'),
            (4, d.due_at_first, CASE WHEN d.due_at IS DISTINCT FROM d.due_at_first THEN 'hẹn trả ban đầu' ELSE 'hẹn trả' END),
            (5, CASE WHEN d.due_at IS DISTINCT FROM d.due_at_first THEN d.due_at END, 'hẹn trả hiện tại'),
            (6, d.finished_at, 'kết thúc xử lý'),
            (7, d.returned_at, 'trả kết quả')
        ) AS v (place, at, text_vi)
        UNION ALL
        SELECT c.seen_at, 'change', format('phát hiện %s', motcua.change_text(c.field, c.old_value, c.new_value)), 10 + c.change_id
        FROM motcua.dossier_change AS c WHERE c.source = d.source AND c.code = d.code
        UNION ALL
        SELECT r.answered_at, 'rating', format('công dân, tổ chức đánh giá: %s', motcua.satisfaction_text(r.level)), 9
        FROM motcua.rating AS r WHERE r.dossier = d.code AND NOT r.skipped
    ) AS s
    WHERE d.source = of_source AND d.code = of_code AND s.at IS NOT NULL
    ORDER BY s.at, s.place;
END;
$$;

COMMIT;
