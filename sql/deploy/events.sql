-- Deploy motcua:events to pg
-- requires: rules
-- requires: feedback
-- requires: successions
-- requires: history
-- What happened to dossiers in a period, and what stood at its start and end. Every dossier that was alive in it has one
-- row, so that what was carried in and came in is what went out and what is pending: conservation is a property of the
-- query, not of data that happens to be right.

BEGIN;

CREATE OR REPLACE FUNCTION motcua.overdue_until(period_to date, today date DEFAULT motcua.today()) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN period_to < today THEN period_to ELSE today - 1 END;
COMMENT ON FUNCTION motcua.overdue_until(date, date) IS 'Open dossiers due on this day or earlier are overdue: at the end of a past day its due '
    'dates can no longer be met, today''s still can. VI: Hồ sơ đang giải quyết có hạn đến hết ngày này là quá hạn.';

CREATE OR REPLACE FUNCTION motcua.is_period(period_from date, period_to date) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
BEGIN
    IF period_to >= period_from THEN
        RETURN true;
    END IF;
    RAISE invalid_parameter_value USING
        MESSAGE = format('from %s to %s is not a period', coalesce(period_from::text, 'null'), coalesce(period_to::text, 'null'));
END;
$$;
COMMENT ON FUNCTION motcua.is_period(date, date) IS 'True, or an error when a period ends before it begins. VI: Đúng; báo lỗi nếu kỳ kết thúc trước '
    'khi bắt đầu.';

CREATE OR REPLACE FUNCTION motcua.is_view(by_office text, tree text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
    RETURN motcua.known('attribution', by_office, '{handling,receiving}') = by_office AND motcua.known('tree', tree, '{then,now}') = tree;
COMMENT ON FUNCTION motcua.is_view(text, text) IS 'True, or an error when there is no such attribution or tree. VI: Đúng; báo lỗi nếu cách tính cho '
    'cơ quan hoặc cây cơ quan không có.';

CREATE OR REPLACE FUNCTION motcua.office_asked(by_office text, receiving_office text, handling_office text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN by_office = 'receiving' THEN receiving_office ELSE handling_office END;
COMMENT ON FUNCTION motcua.office_asked(text, text, text) IS 'Office that a dossier counts for: the accountable one (handling) or the one that took '
    'it in (receiving). VI: Cơ quan được tính hồ sơ: cơ quan giải quyết hoặc nơi tiếp nhận.';

CREATE OR REPLACE FUNCTION motcua.dossiers_asked(by_office text, known_run bigint)
    RETURNS TABLE (source text, code text, office text, procedure text, received_on date, due_on date, closed_on date,
                   outcome motcua.outcome, erroneous boolean, marks bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT h.source, h.code, motcua.office_asked(by_office, h.receiving_office, h.handling_office), h.procedure, h.received_on, h.due_on, h.closed_on,
           h.outcome, h.erroneous, h.marks
    FROM motcua.dossier_history AS h
    WHERE motcua.is_known(h.is_current, h.last_run_id, h.until_run_id, known_run)
$$;
COMMENT ON FUNCTION motcua.dossiers_asked(text, bigint) IS 'What figures ask of the dossiers, as they are or as known after a run, with the office '
    'that they count for. VI: Phần của hồ sơ dùng để tính số liệu, như hiện nay hoặc như đã biết sau một lượt chạy.';

CREATE OR REPLACE FUNCTION motcua.pending_marks(marks bigint, erroneous boolean, due_on date, overdue_until date) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN motcua.mark('pending') | (marks & motcua.marks('paused', 'apology', 'apology_in_time')) | motcua.mark('apology_due', erroneous)
           | CASE WHEN due_on IS NULL THEN motcua.mark('no_due')
                  WHEN due_on <= overdue_until THEN motcua.marks('overdue', 'apology_due')
                  ELSE motcua.mark('in_time') END;
COMMENT ON FUNCTION motcua.pending_marks(bigint, boolean, date, date)
    IS 'What is true at the end of a day of a dossier that was open then; see motcua.overdue_until. VI: Các dấu hiệu của hồ sơ còn đang giải quyết '
    'vào cuối ngày.';

CREATE OR REPLACE FUNCTION motcua.received_marks(marks bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN motcua.mark('received') | (marks & motcua.entry_marks());
COMMENT ON FUNCTION motcua.received_marks(bigint) IS 'What is true of a dossier as it came in. VI: Các dấu hiệu lúc tiếp nhận hồ sơ.';

CREATE OR REPLACE FUNCTION motcua.asked_of_procedure(marks bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN marks & motcua.marks('none', 'partial', 'full') = 0 THEN motcua.marks('none', 'partial', 'full', 'electronic_result')
                ELSE motcua.mark('electronic_result') END;
COMMENT ON FUNCTION motcua.asked_of_procedure(bigint) IS 'What its procedure tells of a dossier that was received: the online level, unless the '
    'dossier itself states one. VI: Các dấu hiệu hồ sơ lấy theo thủ tục.';

-- One row a dossier that was alive in the period, read once: it came in or was carried in, and it was closed or is
-- pending at the end, so that what came in is what went out and what stays. Each of the six combinations is a part of its
-- own: what is true in it is plain, it has an index made for it (that of the open ones has all that is asked of them),
-- and a list of one event leaves out the parts that have no such event. One statement, with words as text and zeros
-- as bigint, so that the planner sees through it.
CREATE OR REPLACE FUNCTION motcua.period_marks(period_from date, period_to date, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
                                    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL, events text[] DEFAULT NULL)
    RETURNS TABLE (entity text, source text, code text, office text, marks bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT e.entity, e.source, e.code, coalesce(h.heir, e.office), e.marks | (coalesce(p.marks, motcua.mark('paper_result')) & e.of_procedure)
    FROM (
        SELECT text 'dossier' AS entity, d.source, d.code, d.office, d.procedure, d.closed_on AS answered_on,
               motcua.mark('received') | d.marks AS marks, motcua.asked_of_procedure(d.marks) | motcua.mark('paper_result') AS of_procedure
        FROM motcua.dossiers_asked(by_office, known_run) AS d
        WHERE d.received_on BETWEEN period_from AND least(period_to, today) AND d.closed_on <= least(period_to, today)
          AND (events && '{received,closed}') IS NOT FALSE
        UNION ALL
        SELECT text 'dossier', d.source, d.code, d.office, d.procedure, d.closed_on,
               motcua.received_marks(d.marks) | motcua.pending_marks(d.marks, d.erroneous, d.due_on, motcua.overdue_until(period_to, today)),
               motcua.asked_of_procedure(d.marks)
        FROM motcua.dossiers_asked(by_office, known_run) AS d
        WHERE d.received_on BETWEEN period_from AND least(period_to, today) AND d.closed_on > least(period_to, today)
          AND (events && '{received,pending}') IS NOT FALSE
        UNION ALL
        SELECT text 'dossier', d.source, d.code, d.office, d.procedure, NULL::date,
               motcua.received_marks(d.marks)
               | motcua.pending_marks(d.marks, motcua.has_mark(d.marks, 'apology_due'), d.due_on, motcua.overdue_until(period_to, today)),
               motcua.asked_of_procedure(d.marks)
        FROM motcua.dossiers_asked(by_office, known_run) AS d
        WHERE d.received_on BETWEEN period_from AND least(period_to, today) AND d.outcome IS NULL
          AND (events && '{received,pending}') IS NOT FALSE
        UNION ALL
        SELECT text 'dossier', d.source, d.code, d.office, d.procedure, d.closed_on,
               motcua.mark('carried_in') | (d.marks & ~motcua.entry_marks()), motcua.mark('paper_result')
        FROM motcua.dossiers_asked(by_office, known_run) AS d
        WHERE d.received_on < least(period_from, today + 1) AND d.closed_on BETWEEN least(period_from, today + 1) AND least(period_to, today)
          AND (events && '{carried_in,closed}') IS NOT FALSE
        UNION ALL
        SELECT text 'dossier', d.source, d.code, d.office, NULL::text, d.closed_on,
               motcua.mark('carried_in') | motcua.pending_marks(d.marks, d.erroneous, d.due_on, motcua.overdue_until(period_to, today)), bigint '0'
        FROM motcua.dossiers_asked(by_office, known_run) AS d
        WHERE d.received_on < least(period_from, today + 1) AND d.closed_on > least(period_to, today)
          AND (events && '{carried_in,pending}') IS NOT FALSE
        UNION ALL
        SELECT text 'dossier', d.source, d.code, d.office, NULL::text, NULL::date,
               motcua.mark('carried_in')
               | motcua.pending_marks(d.marks, motcua.has_mark(d.marks, 'apology_due'), d.due_on, motcua.overdue_until(period_to, today)), bigint '0'
        FROM motcua.dossiers_asked(by_office, known_run) AS d
        WHERE d.received_on < least(period_from, today + 1) AND d.outcome IS NULL
          AND (events && '{carried_in,pending}') IS NOT FALSE
        UNION ALL
        SELECT text 'feedback', f.source, f.code, f.office, NULL::text, f.answered_on,
            motcua.mark('feedback_answered') | motcua.mark(f.timeliness::text), bigint '0'
        FROM motcua.feedback AS f
        WHERE f.answered_on BETWEEN period_from AND least(period_to, today) AND NOT f.skipped AND f.counted_in IS NULL
          AND (events && '{feedback_answered}') IS NOT FALSE
        UNION ALL
        SELECT text 'feedback', f.source, f.code, f.office, NULL::text, f.answered_on, motcua.mark('feedback_overdue'), bigint '0'
        FROM motcua.feedback AS f
        WHERE motcua.local_day(f.received_at) <= least(period_to, today)
          AND (f.answered_on IS NULL OR f.answered_on > least(period_to, today))
          AND motcua.local_day(f.due_at) <= motcua.overdue_until(period_to, today) AND NOT f.skipped AND f.counted_in IS NULL
          AND (events && '{feedback_overdue}') IS NOT FALSE
        UNION ALL
        SELECT text 'procedure', NULL::text, c.code, NULL::text, NULL::text, NULL::date,
            c.marks & motcua.entry_marks() & ~motcua.mark('electronic_result'), bigint '0'
        FROM motcua.procedure AS c
        WHERE coalesce(c.valid_from <= least(period_to, today), true) AND coalesce(c.valid_to >= least(period_to, today), true)
          AND (events && '{procedure}') IS NOT FALSE
    ) AS e
    LEFT JOIN motcua.procedure AS p ON p.code = e.procedure
    LEFT JOIN motcua.office_heirs() AS h ON h.office = e.office
        AND motcua.answering_day(tree, e.answered_on, least(period_to, today)) >= h.from_day
        AND motcua.answering_day(tree, e.answered_on, least(period_to, today)) < h.until_day
$$;
COMMENT ON FUNCTION motcua.period_marks(date, date, text, text, date, bigint, text[]) IS
    'Every dossier that was alive in a period, feedback answered in it or overdue at its end, and the procedures of its last day (of no office), '
    'each with what was true of it as bits of motcua.mark; by the accountable or the receiving office, on the tree of then or of now, as of a '
    'day and as known after a run. events: at least all that have one of these events of motcua.bucket (null: all). VI: Mọi hồ sơ có trong kỳ, '
    'phản ánh đã trả lời hoặc quá hạn và thủ tục, kèm các dấu hiệu dưới dạng bit; theo cơ quan giải quyết hoặc nơi tiếp nhận, theo cây cơ quan '
    'lúc đó hoặc hiện nay, tính đến một ngày và như đã biết sau một lượt chạy; events: ít nhất những gì có một trong các sự kiện này.';

COMMIT;
