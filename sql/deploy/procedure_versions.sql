-- Deploy motcua:procedure_versions to pg
-- requires: full_by_default
-- requires: evidence
-- A procedure is issued anew: partial until a day, full from the next. Earlier periods stay as they were, so both versions are
-- kept, each with its validity. motcua.procedure has the one in force today (else the next, else the last) with all that lists
-- and people ask of a procedure; the others stand here.

BEGIN;

CREATE TABLE motcua.procedure_version (
    code text COLLATE "C" REFERENCES motcua.procedure (code) ON UPDATE CASCADE ON DELETE CASCADE,
    valid_from date,
    valid_to date,
    online_level motcua.online_level,
    full_eligible boolean,
    has_fee boolean,
    online_payment boolean,
    paper_result boolean,
    is_row boolean NOT NULL DEFAULT false,
    marks bigint NOT NULL GENERATED ALWAYS AS (
        motcua.procedure_marks(online_level, full_eligible, has_fee, online_payment, paper_result, true)) STORED,
    PRIMARY KEY (code, valid_from),
    CHECK (valid_from <= valid_to)
);
COMMENT ON TABLE motcua.procedure_version IS 'Earlier and later versions of procedures that were issued anew, besides the one in motcua.procedure. '
    'VI: Các lần công bố khác của thủ tục (trước hoặc sau lần đang ghi trong motcua.procedure).';
COMMENT ON COLUMN motcua.procedure_version.code IS 'Procedure. VI: Mã thủ tục.';
COMMENT ON COLUMN motcua.procedure_version.valid_from IS 'First day in force; -infinity when nobody has said. VI: Ngày bắt đầu hiệu lực; -infinity '
    'nếu không rõ.';
COMMENT ON COLUMN motcua.procedure_version.valid_to IS 'Last day in force; null: until the next version. VI: Ngày hết hiệu lực; trống: đến lần công '
    'bố tiếp theo.';
COMMENT ON COLUMN motcua.procedure_version.online_level IS 'Online level. VI: Mức độ trực tuyến.';
COMMENT ON COLUMN motcua.procedure_version.full_eligible IS 'May be carried out as a full process; unknown counts as yes. VI: Đủ điều kiện toàn '
    'trình; chưa rõ thì coi là đủ.';
COMMENT ON COLUMN motcua.procedure_version.has_fee IS 'Has a fee or charge. VI: Có phí, lệ phí.';
COMMENT ON COLUMN motcua.procedure_version.online_payment IS 'The fee can be paid online. VI: Cho phép thanh toán trực tuyến.';
COMMENT ON COLUMN motcua.procedure_version.paper_result IS 'Gives a paper result; unknown counts as yes. VI: Có kết quả giấy; chưa rõ thì coi là có.';
COMMENT ON COLUMN motcua.procedure_version.is_row IS 'It has become the row of motcua.procedure, which counts in its place. VI: Đã được ghi vào '
    'motcua.procedure, nên không tính dòng này.';
COMMENT ON COLUMN motcua.procedure_version.marks IS 'What the catalogue says of it, as bits of motcua.mark. VI: Các dấu hiệu dưới dạng bit của '
    'motcua.mark.';
GRANT SELECT ON motcua.procedure_version TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT INSERT, UPDATE (valid_to, online_level, full_eligible, has_fee, online_payment, paper_result, is_row) ON motcua.procedure_version
    TO motcua_ingest;

-- One of them holds on each day: the first one also before it begins, each until the next begins.
CREATE OR REPLACE FUNCTION motcua.procedure_spans()
    RETURNS TABLE (code text, from_day date, until_day date, valid_from date, valid_to date, online_level motcua.online_level, full_eligible boolean,
                   has_fee boolean, online_payment boolean, paper_result boolean, marks bigint)
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
AS $$
    SELECT s.code, CASE WHEN row_number() OVER by_day = 1 THEN date '-infinity' ELSE s.starts_on END,
           lead(s.starts_on, 1, date 'infinity') OVER by_day, nullif(s.starts_on, date '-infinity'), s.valid_to, s.online_level, s.full_eligible,
           s.has_fee, s.online_payment, s.paper_result, s.marks
    FROM (SELECT p.code, coalesce(p.valid_from, date '-infinity') AS starts_on, true AS is_row, p.valid_to, p.online_level, p.full_eligible,
                 p.has_fee, p.online_payment, p.paper_result, p.marks
          FROM motcua.procedure AS p
          UNION ALL
          SELECT v.code, v.valid_from, false, v.valid_to, v.online_level, v.full_eligible, v.has_fee, v.online_payment, v.paper_result, v.marks
          FROM motcua.procedure_version AS v WHERE NOT v.is_row) AS s
    WINDOW by_day AS (PARTITION BY s.code ORDER BY s.starts_on, s.is_row)
$$;
COMMENT ON FUNCTION motcua.procedure_spans() IS 'Every version of every procedure with the days (from_day to before until_day) on which a dossier '
    'that comes in has it: from its first day until that of the next, the first one before that too; valid_from and valid_to are those that the '
    'catalogue states. VI: Mọi lần công bố của từng thủ tục kèm khoảng ngày tiếp nhận hồ sơ được áp dụng.';

CREATE OR REPLACE FUNCTION motcua.procedure_on(of_code text, on_day date) RETURNS SETOF motcua.procedure
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
    SELECT p.code, p.name, p.field, s.online_level, s.full_eligible, s.has_fee, s.online_payment, s.paper_result, s.valid_from, s.valid_to,
           p.verified, s.marks
    FROM motcua.procedure AS p JOIN motcua.procedure_spans() AS s ON s.code = p.code AND s.from_day <= on_day AND s.until_day > on_day
    WHERE p.code = of_code
$$;
COMMENT ON FUNCTION motcua.procedure_on(text, date) IS 'A procedure as it was for a dossier that came in on a day; no row for a code that is not '
    'known. VI: Thủ tục theo lần công bố áp dụng cho hồ sơ tiếp nhận ngày đó.';

CREATE OR REPLACE FUNCTION motcua.latest_of(stated anyarray) RETURNS anyelement
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT u.value FROM unnest(stated) WITH ORDINALITY AS u (value, place) WHERE u.value IS NOT NULL ORDER BY u.place DESC LIMIT 1
$$;
COMMENT ON FUNCTION motcua.latest_of(anyarray) IS 'The last value of an array that is not null. VI: Giá trị khác trống cuối cùng của mảng.';

-- A record belongs to the version that begins on the day that it states. Without one it speaks of what is in motcua.procedure;
-- beside records of the same code that have one, of the version before them all. The start of a version of which it was not
-- known may be told later, as long as nothing else is told otherwise. What a record leaves empty stays, and a version takes it
-- from the one before: so it does not matter in which order they come.
CREATE OR REPLACE FUNCTION motcua.told_procedures()
    RETURNS TABLE (code text, name text, field text, valid_from date, valid_to date, online_level motcua.online_level, full_eligible boolean,
                   has_fee boolean, online_payment boolean, paper_result boolean, is_row boolean, is_told boolean, is_new boolean, is_changed boolean)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    WITH staged AS MATERIALIZED (
        SELECT s.arrival, s.code, normalize(s.name, NFC) AS name, normalize(s.field, NFC) AS field, motcua.local_day(s.valid_from) AS valid_from,
               motcua.local_day(s.valid_to) AS valid_to, s.online_level, s.full_eligible, s.has_fee, s.online_payment, s.paper_result,
               coalesce(s.valid_from IS NULL AND motcua.local_day(s.valid_to) < k.valid_from, false) AS forgets_start,
               CASE WHEN s.valid_from IS NOT NULL THEN motcua.local_day(s.valid_from)
                    WHEN bool_or(s.valid_from IS NOT NULL) OVER (PARTITION BY s.code) THEN date '-infinity'
                    ELSE coalesce(k.valid_from, date '-infinity') END AS starts_on
        FROM motcua.staging_procedure AS s LEFT JOIN motcua.procedure AS k ON k.code = s.code AND k.verified
    ), told AS MATERIALIZED (
        SELECT DISTINCT ON (s.code, s.starts_on) s.* FROM staged AS s
        -- Of a version that has been replaced, such a record tells the end, but not which one it is.
        WHERE NOT (s.forgets_start AND EXISTS (SELECT FROM motcua.procedure_version AS v WHERE v.code = s.code))
        ORDER BY s.code, s.starts_on, s.valid_to DESC NULLS FIRST, s.arrival DESC
    ), known AS MATERIALIZED (
        SELECT k.code, coalesce(k.valid_from, begun.starts_on, date '-infinity') AS starts_on, k.valid_from AS known_from, k.valid_to, k.online_level,
               k.full_eligible, k.has_fee, k.online_payment, k.paper_result, k.name, k.field, true AS is_row
        FROM (SELECT DISTINCT t.code FROM told AS t) AS n JOIN motcua.procedure AS k ON k.code = n.code AND k.verified
        LEFT JOIN LATERAL (
            SELECT max(t.starts_on) AS starts_on FROM told AS t
            WHERE t.code = k.code AND k.valid_from IS NULL AND t.valid_from IS NOT NULL
              AND ((t.online_level, t.full_eligible, t.has_fee, t.online_payment, t.paper_result)
                   = (k.online_level, k.full_eligible, k.has_fee, k.online_payment, k.paper_result)) IS NOT FALSE
              AND NOT EXISTS (SELECT FROM told AS o WHERE o.code = k.code AND o.valid_from IS NULL)
              AND NOT EXISTS (SELECT FROM motcua.procedure_version AS v WHERE v.code = k.code)) AS begun ON true
        UNION ALL
        SELECT v.code, v.valid_from, v.valid_from, v.valid_to, v.online_level, v.full_eligible, v.has_fee, v.online_payment, v.paper_result,
               NULL, NULL, false
        FROM (SELECT DISTINCT t.code FROM told AS t) AS n JOIN motcua.procedure_version AS v ON v.code = n.code AND NOT v.is_row
    ), version AS (
        SELECT coalesce(t.code, k.code) AS code, coalesce(t.starts_on, k.starts_on) AS starts_on, t.code IS NOT NULL AS is_told,
               k.code IS NOT NULL AS is_known, coalesce(t.forgets_start, false) AS forgets_start, t.name, t.field,
               CASE WHEN t.valid_from IS NOT NULL THEN t.valid_to ELSE coalesce(t.valid_to, k.valid_to) END AS valid_to,
               coalesce(t.online_level, k.online_level) AS online_level, coalesce(t.full_eligible, k.full_eligible) AS full_eligible,
               coalesce(t.has_fee, k.has_fee) AS has_fee, coalesce(t.online_payment, k.online_payment) AS online_payment,
               coalesce(t.paper_result, k.paper_result) AS paper_result, k.is_row AS was_row,
               ROW(k.known_from, k.valid_to, k.online_level, k.full_eligible, k.has_fee, k.online_payment, k.paper_result) AS was
        FROM known AS k FULL JOIN told AS t ON t.code = k.code AND t.starts_on = k.starts_on
    ), filled AS (
        SELECT v.code, v.starts_on, v.is_told, v.is_known, v.name, v.field, v.valid_to, v.was_row, v.was,
               CASE WHEN NOT v.forgets_start THEN nullif(v.starts_on, date '-infinity') END AS valid_from,
               motcua.latest_of(array_agg(v.online_level) OVER so_far) AS online_level,
               motcua.latest_of(array_agg(v.full_eligible) OVER so_far) AS full_eligible,
               motcua.latest_of(array_agg(v.has_fee) OVER so_far) AS has_fee,
               motcua.latest_of(array_agg(v.online_payment) OVER so_far) AS online_payment,
               motcua.latest_of(array_agg(v.paper_result) OVER so_far) AS paper_result,
               row_number() OVER (PARTITION BY v.code ORDER BY v.starts_on <= motcua.today() DESC,
                   CASE WHEN v.starts_on > motcua.today() THEN v.starts_on END, v.starts_on DESC) = 1 AS is_row
        FROM version AS v
        WINDOW so_far AS (PARTITION BY v.code ORDER BY v.starts_on)
    )
    SELECT f.code, n.name, n.field, CASE WHEN f.is_row THEN f.valid_from ELSE f.starts_on END, f.valid_to, f.online_level, f.full_eligible, f.has_fee,
           f.online_payment, f.paper_result, f.is_row, f.is_told, e.is_new,
           NOT e.is_new AND (f.was IS DISTINCT FROM ROW(CASE WHEN f.is_row OR f.was_row THEN f.valid_from ELSE f.starts_on END, f.valid_to,
                   f.online_level, f.full_eligible, f.has_fee, f.online_payment, f.paper_result)
               OR f.is_row AND (n.name, n.field, true) IS DISTINCT FROM (k.name, k.field, k.verified))
    FROM filled AS f LEFT JOIN motcua.procedure AS k ON k.code = f.code
    CROSS JOIN LATERAL (SELECT coalesce(f.name, k.name) AS name, coalesce(f.field, k.field) AS field) AS n
    CROSS JOIN LATERAL (SELECT NOT f.is_known AND NOT (f.is_row AND k.code IS NOT NULL AND NOT k.verified) AS is_new) AS e
$$;
COMMENT ON FUNCTION motcua.told_procedures() IS 'Every version of the procedures in staging as it is after the batch: which one is the row of '
    'motcua.procedure, which ones the batch tells of, and whether these are new or changed. VI: Mọi lần công bố của các thủ tục trong lô sau khi '
    'nhập: lần nào ghi vào motcua.procedure, lần nào mới hoặc thay đổi.';
REVOKE ALL ON FUNCTION motcua.procedure_spans(), motcua.procedure_on(text, date), motcua.latest_of(anyarray), motcua.told_procedures() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.procedure_spans(), motcua.procedure_on(text, date) TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT EXECUTE ON FUNCTION motcua.latest_of(anyarray), motcua.told_procedures() TO motcua_ingest;

CREATE OR REPLACE FUNCTION motcua.merge_procedures(this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    arrived bigint;
    told bigint;
    fresh bigint;
    changed bigint;
BEGIN
    SELECT count(*) INTO arrived FROM motcua.staging_procedure;
    WITH t AS MATERIALIZED (
        SELECT t.* FROM motcua.told_procedures() AS t
    ), rows AS (
        INSERT INTO motcua.procedure AS p (code, name, field, online_level, full_eligible, has_fee, online_payment, paper_result, valid_from,
            valid_to, verified)
        SELECT t.code, t.name, t.field, t.online_level, t.full_eligible, t.has_fee, t.online_payment, t.paper_result, t.valid_from, t.valid_to, true
        FROM t WHERE t.is_row
        ON CONFLICT (code) DO UPDATE
        SET name = excluded.name, field = excluded.field, online_level = excluded.online_level, full_eligible = excluded.full_eligible,
            has_fee = excluded.has_fee, online_payment = excluded.online_payment, paper_result = excluded.paper_result,
            valid_from = excluded.valid_from, valid_to = excluded.valid_to, verified = true
        WHERE p IS DISTINCT FROM excluded
    ), versions AS (
        INSERT INTO motcua.procedure_version AS v (code, valid_from, valid_to, online_level, full_eligible, has_fee, online_payment, paper_result,
            is_row)
        SELECT t.code, coalesce(t.valid_from, '-infinity'), t.valid_to, t.online_level, t.full_eligible, t.has_fee, t.online_payment, t.paper_result,
               t.is_row
        FROM t
        WHERE NOT t.is_row OR EXISTS (SELECT FROM motcua.procedure_version AS o WHERE o.code = t.code
                                      AND o.valid_from = coalesce(t.valid_from, '-infinity'))
        ON CONFLICT (code, valid_from) DO UPDATE
        SET valid_to = excluded.valid_to, online_level = excluded.online_level, full_eligible = excluded.full_eligible, has_fee = excluded.has_fee,
            online_payment = excluded.online_payment, paper_result = excluded.paper_result, is_row = excluded.is_row
        WHERE v IS DISTINCT FROM excluded
    )
    SELECT count(*) FILTER (WHERE t.is_told), count(*) FILTER (WHERE t.is_told AND t.is_new), count(*) FILTER (WHERE t.is_told AND t.is_changed)
    INTO told, fresh, changed FROM t;
    PERFORM motcua.count_merged(this_run, arrived, fresh, changed, arrived - told);
    TRUNCATE motcua.staging_procedure;
END;
$$;
COMMENT ON FUNCTION motcua.merge_procedures(bigint) IS 'Merges the batch in staging into motcua.procedure and motcua.procedure_version, and counts '
    'it in its run. VI: Nhập lô danh mục thủ tục vào motcua.procedure và motcua.procedure_version.';

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
    -- A dossier has the version of its procedure that was in force when it came in; where none was issued anew, nobody asks.
    has_versions boolean := EXISTS (SELECT FROM motcua.procedure_version AS v WHERE NOT v.is_row);
BEGIN
    RETURN QUERY EXECUTE format($query$
        WITH known AS NOT MATERIALIZED (
            SELECT d.source, d.code, motcua.office_asked($4, d.receiving_office, d.handling_office) AS office, d.procedure, d.received_on, d.due_on,
                   d.closed_on, d.outcome, d.erroneous, d.marks, d.more_marks
            FROM motcua.dossier_history AS d
            WHERE motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, $6) AND ($12 IS NULL OR d.source = $11 AND d.code = $12)
        ), part AS NOT MATERIALIZED (
            SELECT text 'dossier' AS entity, d.source, d.code, d.office, d.procedure, d.received_on, d.closed_on AS answered_on,
                   motcua.mark('received') | d.marks | d.more_marks AS marks,
                   motcua.asked_of_procedure(d.marks) | motcua.mark('paper_result') AS of_procedure
            FROM known AS d
            WHERE motcua.came_and_closed(d.received_on, d.closed_on, $1, $2) AND ($7 && '{received,closed}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, d.procedure, d.received_on, d.closed_on,
                   motcua.received_marks(d.marks | d.more_marks) | motcua.pending_marks(d.marks, d.erroneous, d.due_on, $3), motcua.asked_of_procedure(d.marks)
            FROM known AS d
            WHERE motcua.came_and_waited(d.received_on, d.closed_on, $1, $2) AND ($7 && '{received,pending}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, d.procedure, d.received_on, NULL::date,
                   motcua.received_marks(d.marks | d.more_marks) | motcua.pending_marks(d.marks, motcua.has_mark(d.marks, 'apology_due'), d.due_on, $3),
                   motcua.asked_of_procedure(d.marks)
            FROM known AS d
            WHERE motcua.came_and_stays(d.received_on, d.outcome, $1, $2) AND ($7 && '{received,pending}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, d.procedure, d.received_on, d.closed_on,
                   motcua.mark('carried_in') | ((d.marks | d.more_marks) & ~motcua.entry_marks()), motcua.mark('paper_result')
            FROM known AS d
            WHERE motcua.stood_and_closed(d.received_on, d.closed_on, $1, $2) AND ($7 && '{carried_in,closed}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, NULL::text, NULL::date, d.closed_on,
                   motcua.mark('carried_in') | motcua.pending_marks(d.marks, d.erroneous, d.due_on, $3), bigint '0'
            FROM known AS d
            WHERE motcua.stood_and_waited(d.received_on, d.closed_on, $1, $2) AND ($7 && '{carried_in,pending}') IS NOT FALSE
            UNION ALL
            SELECT text 'dossier', d.source, d.code, d.office, NULL::text, NULL::date, NULL::date,
                   motcua.mark('carried_in') | motcua.pending_marks(d.marks, motcua.has_mark(d.marks, 'apology_due'), d.due_on, $3), bigint '0'
            FROM known AS d
            WHERE motcua.stood_and_stays(d.received_on, d.outcome, $1) AND ($7 && '{carried_in,pending}') IS NOT FALSE
            UNION ALL
            SELECT text 'feedback', f.source, f.code, f.office, NULL::text, NULL::date, f.answered_on,
                   motcua.mark('feedback_answered') | motcua.mark(f.timeliness::text), bigint '0'
            FROM motcua.feedback AS f
            WHERE f.answered_on BETWEEN $1 AND $2 AND NOT f.skipped AND f.counted_in IS NULL AND $12 IS NULL
              AND ($7 && '{feedback_answered}') IS NOT FALSE
            UNION ALL
            SELECT text 'feedback', f.source, f.code, f.office, NULL::text, NULL::date, f.answered_on, motcua.mark('feedback_overdue'), bigint '0'
            FROM motcua.feedback AS f
            WHERE motcua.local_day(f.received_at) <= $2 AND (f.answered_on IS NULL OR f.answered_on > $2) AND motcua.local_day(f.due_at) <= $3
              AND NOT f.skipped AND f.counted_in IS NULL AND $12 IS NULL AND ($7 && '{feedback_overdue}') IS NOT FALSE
            UNION ALL
            SELECT text 'feedback', f.source, f.code, f.office, NULL::text, NULL::date, f.answered_on, motcua.mark('feedback_in_time'), bigint '0'
            FROM motcua.feedback AS f
            WHERE motcua.local_day(f.received_at) <= $2 AND (f.answered_on IS NULL OR f.answered_on > $2)
              AND (motcua.local_day(f.due_at) > $3) IS NOT FALSE
              AND NOT f.skipped AND f.counted_in IS NULL AND $12 IS NULL AND ($7 && '{feedback_in_time}') IS NOT FALSE
            UNION ALL
            SELECT text 'rating', r.source, r.code, r.office, NULL::text, NULL::date, r.answered_on,
                   motcua.mark('rating') | motcua.mark(r.level::text), bigint '0'
            FROM motcua.rating AS r
            WHERE r.answered_on BETWEEN $1 AND $2 AND NOT r.skipped AND $12 IS NULL AND ($7 && '{rating}') IS NOT FALSE
            UNION ALL
            SELECT text 'procedure', NULL::text, c.code, NULL::text, NULL::text, NULL::date, NULL::date,
                   c.marks & motcua.entry_marks() & ~motcua.mark('electronic_result'), bigint '0'
            FROM %1$s AS c
            WHERE coalesce(c.valid_from <= $2, true) AND coalesce(c.valid_to >= $2, true) %2$s AND $12 IS NULL
              AND ($7 && '{procedure}') IS NOT FALSE
        ), marked AS NOT MATERIALIZED (
            SELECT e.entity, e.source, e.code, coalesce(h.heir, e.office) COLLATE "C" AS office,
                   (e.marks | (coalesce(p.marks, motcua.mark('paper_result')) & e.of_procedure)) & $8 AS marks
            FROM part AS e
            LEFT JOIN %1$s AS p ON p.code = e.procedure %3$s
            LEFT JOIN motcua.office_heirs() AS h ON h.office = e.office
                AND motcua.answering_day($5, e.answered_on, $2) >= h.from_day AND motcua.answering_day($5, e.answered_on, $2) < h.until_day
        )
        %4$s
        $query$, CASE WHEN has_versions THEN 'motcua.procedure_spans()' ELSE 'motcua.procedure' END,
        CASE WHEN has_versions THEN 'AND c.from_day <= $2 AND c.until_day > $2' END,
        CASE WHEN has_versions THEN 'AND p.from_day <= e.received_on AND p.until_day > e.received_on' END,
        CASE WHEN NOT each THEN $cells$
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
    LEFT JOIN LATERAL motcua.procedure_on(coalesce((m.dossier).procedure, CASE WHEN m.entity = 'procedure' THEN m.code END),
        coalesce((m.dossier).received_on, least(period_to, today))) AS p ON true
    ORDER BY m.marked_office, m.source, m.code
$$;

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
    LEFT JOIN LATERAL motcua.procedure_on(coalesce(d.procedure, CASE WHEN c.entity = 'procedure' THEN c.code END),
        coalesce(d.received_on, least(period_to, today))) AS p ON true
    ORDER BY c.entity, c.source COLLATE "C" NULLS FIRST, c.code COLLATE "C";
END;
$$;

CREATE OR REPLACE FUNCTION stats.explain(of_source text, of_code text)
    RETURNS TABLE (event text, on_day date, profile text, rate text, bucket text, in_numerator boolean, in_denominator boolean, reason text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT f.event, f.on_day, f.profile, f.rate, (array_agg(f.bucket ORDER BY f.in_numerator DESC, f.bucket))[1], bool_or(f.in_numerator),
           bool_or(f.in_denominator), (array_agg(f.reason ORDER BY f.in_numerator DESC, f.bucket))[1]
    FROM (
        SELECT v.event, v.on_day, t.profile, t.rate, r.position, b.bucket, t.in_numerator, t.in_denominator,
               motcua.reason(b.bucket, e.marks, v.on_day, d, NULL, p) AS reason
        FROM motcua.dossier AS d
        CROSS JOIN LATERAL (VALUES ('received', d.received_on), ('closed', d.closed_on), ('pending', CASE WHEN d.closed_on <= motcua.today()
            THEN NULL ELSE motcua.today() END)) AS v (event, on_day)
        CROSS JOIN LATERAL motcua.period_cells(v.on_day, v.on_day, 'handling', 'then', motcua.today(), NULL, each => true,
            of_source => of_source, of_code => of_code) AS e
        CROSS JOIN LATERAL motcua.buckets_of(e.marks) AS k
        JOIN motcua.bucket AS b ON b.bucket = k.bucket AND b.event = v.event
        JOIN motcua.term AS t ON t.bucket = b.bucket
        JOIN motcua.rate AS r ON r.profile = t.profile AND r.rate = t.rate
        LEFT JOIN LATERAL motcua.procedure_on(d.procedure, d.received_on) AS p ON true
        WHERE d.source = of_source AND d.code = of_code AND v.on_day IS NOT NULL
    ) AS f
    GROUP BY f.event, f.on_day, f.profile, f.rate, f.position
    ORDER BY f.profile, f.position, f.on_day, f.event;
END;
$$;

CREATE OR REPLACE VIEW stats.dossier_facts AS
    SELECT d.source, d.code, d.handling_office AS office, o.name AS office_name, o.level AS office_level, o.parent AS office_above,
           d.receiving_office, d.procedure, p.name AS procedure_name, p.field, d.channel::text AS channel,
           coalesce(d.online_level, v.online_level)::text AS online_level, d.status, motcua.status_text(d.status) AS status_text,
           d.received_at, d.due_at, motcua.closed_at(d.status, d.received_at, d.finished_at, d.returned_at) AS closed_at,
           d.received_on, d.due_on, d.closed_on, d.outcome::text AS outcome, d.timeliness::text AS timeliness,
           d.outcome IS NULL AND d.status NOT IN (7, 8, 9, 10) AS is_open, d.outcome IS NULL AND d.status IN (5, 6) AS is_paused,
           d.outcome IS NULL AND d.status NOT IN (7, 8, 9, 10) AND d.due_on IS NOT NULL AND d.due_on < motcua.today() AS is_overdue,
           coalesce(d.closed_on, u.until) - d.received_on AS days_taken,
           CASE WHEN coalesce(d.closed_on, u.until) - d.due_on IS NOT NULL THEN greatest(coalesce(d.closed_on, u.until) - d.due_on,
               0) END AS days_late,
           d.components_total, d.components_digitised, d.result_digitised, d.fee, d.paid_online, d.apology_at,
           d.outcome IS NULL AND d.status IN (7, 8, 9, 10) AS is_undated
    FROM motcua.dossier AS d
    CROSS JOIN LATERAL (SELECT CASE WHEN d.status NOT IN (7, 8, 9, 10) THEN motcua.today() END AS until) AS u
    LEFT JOIN motcua.office AS o ON o.code = d.handling_office
    LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
    LEFT JOIN motcua.procedure_spans() AS v ON v.code = d.procedure AND v.from_day <= d.received_on AND v.until_day > d.received_on
    WHERE d.received_on IS NOT NULL;

COMMIT;
