-- Revert motcua:procedure_versions from pg
-- Versions other than the one in motcua.procedure are lost.

BEGIN;

CREATE OR REPLACE VIEW stats.dossier_facts AS
    SELECT d.source, d.code, d.handling_office AS office, o.name AS office_name, o.level AS office_level, o.parent AS office_above,
           d.receiving_office, d.procedure, p.name AS procedure_name, p.field, d.channel::text AS channel,
           coalesce(d.online_level, p.online_level)::text AS online_level, d.status, motcua.status_text(d.status) AS status_text,
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
    WHERE d.received_on IS NOT NULL;

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
        LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
        WHERE d.source = of_source AND d.code = of_code AND v.on_day IS NOT NULL
    ) AS f
    GROUP BY f.event, f.on_day, f.profile, f.rate, f.position
    ORDER BY f.profile, f.position, f.on_day, f.event;
END;
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
    LEFT JOIN motcua.procedure AS p ON p.code = coalesce(d.procedure, CASE WHEN c.entity = 'procedure' THEN c.code END)
    ORDER BY c.entity, c.source COLLATE "C" NULLS FIRST, c.code COLLATE "C";
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
    LEFT JOIN motcua.procedure AS p ON p.code = coalesce((m.dossier).procedure, CASE WHEN m.entity = 'procedure' THEN m.code END)
    ORDER BY m.marked_office, m.source, m.code
$$;

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

CREATE OR REPLACE FUNCTION motcua.merge_procedures(this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    arrived bigint;
    older bigint;
    fresh bigint;
    written bigint;
BEGIN
    SELECT count(*) INTO arrived FROM motcua.staging_procedure;
    DELETE FROM motcua.staging_procedure AS s
    USING (SELECT v.arrival, row_number() OVER (PARTITION BY v.code
               ORDER BY coalesce(motcua.local_day(v.valid_from) <= motcua.today(), true) DESC,
                        CASE WHEN motcua.local_day(v.valid_from) > motcua.today() THEN v.valid_from END,
                        v.valid_from DESC NULLS LAST, v.valid_to DESC NULLS FIRST, v.arrival DESC) AS place
           FROM motcua.staging_procedure AS v) AS ranked
    WHERE s.arrival = ranked.arrival AND ranked.place > 1;
    GET DIAGNOSTICS older = ROW_COUNT;
    SELECT count(*) INTO fresh FROM motcua.staging_procedure AS s
    WHERE NOT EXISTS (SELECT FROM motcua.procedure AS p WHERE p.code = s.code);

    INSERT INTO motcua.procedure AS p (code, name, field, online_level, full_eligible, has_fee, online_payment, paper_result, valid_from, valid_to,
        verified)
    SELECT s.code, coalesce(normalize(s.name, NFC), k.name), coalesce(normalize(s.field, NFC), k.field), coalesce(s.online_level, k.online_level),
           coalesce(s.full_eligible, k.full_eligible), coalesce(s.has_fee, k.has_fee), coalesce(s.online_payment, k.online_payment),
           coalesce(s.paper_result, k.paper_result), v.valid_from, v.valid_to, true
    FROM motcua.staging_procedure AS s
    LEFT JOIN motcua.procedure AS k ON k.code = s.code
    CROSS JOIN LATERAL motcua.validity(s.valid_from, s.valid_to, k.valid_from, k.valid_to) AS v
    ON CONFLICT (code) DO UPDATE
    SET name = excluded.name, field = excluded.field, online_level = excluded.online_level, full_eligible = excluded.full_eligible,
        has_fee = excluded.has_fee, online_payment = excluded.online_payment, paper_result = excluded.paper_result,
        valid_from = excluded.valid_from, valid_to = excluded.valid_to, verified = true
    WHERE p IS DISTINCT FROM excluded;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM motcua.count_merged(this_run, arrived, fresh, written - fresh, older);
    TRUNCATE motcua.staging_procedure;
END;
$$;
COMMENT ON FUNCTION motcua.merge_procedures(bigint) IS 'Merges the batch in staging into motcua.procedure and counts it in its run. VI: Nhập lô danh '
    'mục thủ tục vào motcua.procedure.';
DROP FUNCTION motcua.told_procedures();
DROP FUNCTION motcua.procedure_on(text, date);
DROP FUNCTION motcua.procedure_spans();
DROP FUNCTION motcua.latest_of(anyarray);
DROP TABLE motcua.procedure_version;

COMMIT;
