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

-- What a dossier that was alive in a period did in it: it came in or stood there from before, and it was closed, is to be
-- closed after the end, or stays open, so that what came in is what went out and what stays. Each of the six has its
-- condition and its marks here. The days are what counts of the period, see motcua.period_cells. Whoever asks puts them in
-- as constants, and the planner sees through to the columns.
CREATE OR REPLACE FUNCTION motcua.came_and_closed(received_on date, closed_on date, first_day date, last_day date) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN received_on BETWEEN first_day AND last_day AND closed_on <= last_day;
COMMENT ON FUNCTION motcua.came_and_closed(date, date, date, date)
    IS 'Received in the period and closed by its end. VI: Tiếp nhận trong kỳ và đã kết thúc trong kỳ.';

CREATE OR REPLACE FUNCTION motcua.came_and_waited(received_on date, closed_on date, first_day date, last_day date) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN received_on BETWEEN first_day AND last_day AND closed_on > last_day;
COMMENT ON FUNCTION motcua.came_and_waited(date, date, date, date) IS 'Received in the period and closed after its end. VI: Tiếp nhận trong kỳ, kết '
    'thúc sau kỳ.';

CREATE OR REPLACE FUNCTION motcua.came_and_stays(received_on date, outcome motcua.outcome, first_day date, last_day date) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN received_on BETWEEN first_day AND last_day AND outcome IS NULL;
COMMENT ON FUNCTION motcua.came_and_stays(date, motcua.outcome, date, date)
    IS 'Received in the period and still open. VI: Tiếp nhận trong kỳ, đến nay chưa kết thúc.';

CREATE OR REPLACE FUNCTION motcua.stood_and_closed(received_on date, closed_on date, first_day date, last_day date) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN received_on < first_day AND closed_on BETWEEN first_day AND last_day;
COMMENT ON FUNCTION motcua.stood_and_closed(date, date, date, date) IS 'Carried into the period and closed in it. VI: Kỳ trước chuyển sang và đã kết '
    'thúc trong kỳ.';

CREATE OR REPLACE FUNCTION motcua.stood_and_waited(received_on date, closed_on date, first_day date, last_day date) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN received_on < first_day AND closed_on > last_day;
COMMENT ON FUNCTION motcua.stood_and_waited(date, date, date, date) IS 'Carried into the period and closed after its end. VI: Kỳ trước chuyển sang, '
    'kết thúc sau kỳ.';

CREATE OR REPLACE FUNCTION motcua.stood_and_stays(received_on date, outcome motcua.outcome, first_day date) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN received_on < first_day AND outcome IS NULL;
COMMENT ON FUNCTION motcua.stood_and_stays(date, motcua.outcome, date) IS 'Carried into the period and still open. VI: Kỳ trước chuyển sang, đến nay '
    'chưa kết thúc.';

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

CREATE OR REPLACE FUNCTION motcua.buckets_of(marks bigint)
    RETURNS TABLE (bucket text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT b.bucket FROM motcua.bucket AS b
    WHERE buckets_of.marks & b.all_of = b.all_of AND (b.any_of = 0 OR buckets_of.marks & b.any_of <> 0)
$$;
COMMENT ON FUNCTION motcua.buckets_of(bigint) IS 'Buckets that something with these marks falls into: the only place where marks and buckets meet. '
    'VI: Các ô đếm ứng với các dấu hiệu.';

-- One row a dossier that was alive in the period, each read once, or what they amount to: cells of an office and its
-- marks. Each part has an index made for it (that of the open ones has all that is asked of them, so their letters are read
-- from the marks), and a list of one event leaves out the parts that have no such event. The statement is planned for each
-- call: its days, and whether the past is asked for at all, are constants in it. What each row joins is small; to group a part
-- by office, procedure and marks before it does so took twice as long, because there are nearly as many of these as dossiers.
-- OFFSET hides from the planner where the marks come from: else it expects as many groups as dossiers, and sorts them all.
-- It is a bigint as it stands: a zero that has to be converted keeps parallel workers from grouping their share. Codes are
-- sorted by their bytes, since the order of a language takes a tenth of the whole time.
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
                   d.closed_on, d.outcome, d.erroneous, d.marks
            FROM motcua.dossier_history AS d
            WHERE motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, $6) AND ($12 IS NULL OR d.source = $11 AND d.code = $12)
        ), part AS NOT MATERIALIZED (
            SELECT text 'dossier' AS entity, d.source, d.code, d.office, d.procedure, d.closed_on AS answered_on,
                   motcua.mark('received') | d.marks AS marks, motcua.asked_of_procedure(d.marks) | motcua.mark('paper_result') AS of_procedure
            FROM known AS d
            WHERE motcua.came_and_closed(d.received_on, d.closed_on, $1, $2) AND ($7 && '{received,closed}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, d.procedure, d.closed_on,
                   motcua.received_marks(d.marks) | motcua.pending_marks(d.marks, d.erroneous, d.due_on, $3), motcua.asked_of_procedure(d.marks)
            FROM known AS d
            WHERE motcua.came_and_waited(d.received_on, d.closed_on, $1, $2) AND ($7 && '{received,pending}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, d.procedure, NULL::date,
                   motcua.received_marks(d.marks) | motcua.pending_marks(d.marks, motcua.has_mark(d.marks, 'apology_due'), d.due_on, $3),
                   motcua.asked_of_procedure(d.marks)
            FROM known AS d
            WHERE motcua.came_and_stays(d.received_on, d.outcome, $1, $2) AND ($7 && '{received,pending}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, d.procedure, d.closed_on,
                   motcua.mark('carried_in') | (d.marks & ~motcua.entry_marks()), motcua.mark('paper_result')
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
COMMENT ON FUNCTION motcua.period_cells(date, date, text, text, date, bigint, boolean, text[], text[], text[], text, text) IS
    'How many were alive in a period, per office and marks, as motcua.period_marks has them; with each, every one of them, if wanted a single '
    'dossier, or once for each of some buckets that it falls into, of some offices. VI: Số lượng theo cơ quan và dấu hiệu trong kỳ; hoặc từng hồ sơ '
    '(each), có thể giới hạn theo một hồ sơ, hoặc theo ô đếm và cơ quan.';

CREATE OR REPLACE FUNCTION motcua.period_marks(period_from date, period_to date, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
                                    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL, events text[] DEFAULT NULL)
    RETURNS TABLE (entity text, source text, code text, office text, marks bigint)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT c.entity, c.source, c.code, c.office, c.marks
    FROM motcua.period_cells(period_from, period_to, by_office, tree, today, known_run, each => true, events => events) AS c
$$;
COMMENT ON FUNCTION motcua.period_marks(date, date, text, text, date, bigint, text[]) IS
    'Every dossier that was alive in a period, feedback answered in it or overdue at its end, and the procedures of its last day (of no office), '
    'each with what was true of it as bits of motcua.mark; by the accountable or the receiving office, on the tree of then or of now, as of a '
    'day and as known after a run. events: at least all that have one of these events of motcua.bucket (null: all). VI: Mọi hồ sơ có trong kỳ, '
    'phản ánh đã trả lời hoặc quá hạn và thủ tục, kèm các dấu hiệu dưới dạng bit; theo cơ quan giải quyết hoặc nơi tiếp nhận, theo cây cơ quan '
    'lúc đó hoặc hiện nay, tính đến một ngày và như đã biết sau một lượt chạy; events: ít nhất những gì có một trong các sự kiện này.';

COMMIT;
