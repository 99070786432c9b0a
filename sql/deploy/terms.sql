-- Deploy motcua:terms to pg
-- requires: working_days
-- The term used of the term given: an office that is always in time can still be compared, and what could be done sooner is
-- seen (Resolution 66/NQ-CP orders 30 % less time). Counted in working days; due_at counts, the appointment that holds at
-- last, not the first one.

BEGIN;

ALTER TABLE motcua.rate ADD COLUMN measure text NOT NULL DEFAULT 'dossiers' CHECK (measure IN ('dossiers', 'working_days'));
COMMENT ON COLUMN motcua.rate.measure IS 'What is summed up: dossiers; or working_days, those taken (numerator) of those appointed (denominator), of '
    'dossiers that were closed and had a due date. VI: Đơn vị cộng: số hồ sơ, hoặc số ngày làm việc đã dùng trên số ngày làm việc được hẹn.';

INSERT INTO motcua.rate (profile, rate, position, text_en, text_vi, legal_source, lower_is_better, measure) VALUES
    ('report', 'term_used', 27, 'working days taken, of the working days appointed, for dossiers resolved that had a due date',
        'số ngày làm việc đã dùng / số ngày làm việc được hẹn (hồ sơ đã giải quyết, có ngày hẹn trả)',
        'chỉ số giám sát của phần mềm, phục vụ mục tiêu giảm 30% thời gian theo Nghị quyết 66/NQ-CP ngày 26/3/2025', true, 'working_days');
INSERT INTO motcua.term (profile, rate, bucket, in_numerator, in_denominator)
SELECT 'report', 'term_used', b.bucket, true, true
FROM unnest('{resolved_early,resolved_on_day,resolved_on_day_after_hour,resolved_late}'::text[]) AS b (bucket);

-- Marks are those that the row of a dossier tells: of its procedure nothing is asked here. Rates need no more than the
-- sums, which take a third of the time of values apart.
CREATE OR REPLACE FUNCTION motcua.term_cells(period_from date, period_to date, by_office text, tree text, today date, known_run bigint,
    of_offices text[] DEFAULT NULL, apart boolean DEFAULT false)
    RETURNS TABLE (office text, marks bigint, procedure text, taken integer, given integer, dossiers bigint, days_taken bigint, days_given bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 10000
    SET effective_io_concurrency = 0 -- both, and the OFFSET below, as in motcua.period_cells
    SET enable_gathermerge = off
AS $$
BEGIN
    RETURN QUERY EXECUTE format($query$
        SELECT c.office, c.marks, %1$s, count(*), sum(c.closed - c.received), sum(greatest(c.due - c.received, 0))
        FROM (
            SELECT coalesce(h.heir, k.office) COLLATE "C" AS office, k.marks & $7 AS marks, k.procedure,
                   motcua.working_day_number(k.received_on, w.holidays, w.made_up) AS received,
                   motcua.working_day_number(k.closed_on, w.holidays, w.made_up) AS closed,
                   motcua.working_day_number(k.due_on, w.holidays, w.made_up) AS due
            FROM (SELECT motcua.office_asked($3, d.receiving_office, d.handling_office) AS office, d.procedure, d.received_on, d.closed_on, d.due_on,
                         d.marks
                  FROM motcua.dossier_history AS d
                  WHERE d.closed_on BETWEEN $1 AND $2 AND d.due_on IS NOT NULL
                    AND motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, $5)) AS k
            CROSS JOIN motcua.days_off() AS w
            LEFT JOIN motcua.office_heirs() AS h ON h.office = k.office
                AND motcua.answering_day($4, k.closed_on, $2) >= h.from_day AND motcua.answering_day($4, k.closed_on, $2) < h.until_day
            WHERE $6 IS NULL OR coalesce(h.heir, k.office) = ANY ($6)
            OFFSET bigint '0'
        ) AS c
        GROUP BY c.office, c.marks %2$s
        $query$, CASE WHEN apart THEN 'c.procedure, c.closed - c.received, greatest(c.due - c.received, 0)'
                      ELSE 'NULL::text, NULL::integer, NULL::integer' END, CASE WHEN apart THEN ', 3, 4, 5' ELSE '' END)
    USING period_from, least(period_to, today), by_office, tree, known_run, of_offices,
        motcua.marks('closed', 'resolved', 'withdrawn', 'returned', 'early', 'on_day', 'on_day_after_hour', 'late');
END;
$$;
COMMENT ON FUNCTION motcua.term_cells(date, date, text, text, date, bigint, text[], boolean) IS
    'Dossiers closed in a period that had a due date, per office and marks, and the working days of them all: taken, after the reception up to the '
    'closing, and given, up to the due day (0 when that lies before the reception). apart: each procedure and number of days taken and given by '
    'itself. VI: Số hồ sơ đã kết thúc trong kỳ có ngày hẹn trả, theo cơ quan và dấu hiệu, cùng số ngày làm việc đã dùng và được hẹn; apart: tách '
    'theo thủ tục và số ngày.';

CREATE OR REPLACE FUNCTION motcua.offices_asked(for_office text, tree text, last_day date) RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN for_office IS NOT NULL THEN ARRAY(
        SELECT t.office FROM motcua.office_tree_on(motcua.answering_day(tree, NULL, last_day)) AS t WHERE t.ancestor = for_office) END;
COMMENT ON FUNCTION motcua.offices_asked(text, text, date) IS 'An office with its subtree on the last day of a period; null for all offices. VI: Cơ '
    'quan cùng các cơ quan trực thuộc vào ngày cuối kỳ; trống là tất cả.';

CREATE OR REPLACE FUNCTION motcua.term_rates(period_from date, period_to date, of_profile text, for_office text DEFAULT NULL,
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (profile text, rate text, "position" integer, office text, numerator bigint, denominator bigint, dossiers bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_column
BEGIN
    PERFORM motcua.is_period(period_from, period_to), motcua.is_view(by_office, tree), motcua.is_office(for_office);
    -- Most profiles have no such rate, and the dossiers need not be read.
    IF NOT EXISTS (SELECT FROM motcua.rate AS r WHERE r.profile = of_profile AND r.measure = 'working_days') THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH part AS MATERIALIZED (
        SELECT t.rate, c.office, sum(c.days_taken) FILTER (WHERE t.in_numerator) AS taken,
               sum(c.days_given) FILTER (WHERE t.in_denominator) AS given, sum(c.dossiers) FILTER (WHERE t.in_numerator) AS dossiers
        FROM motcua.term_cells(period_from, period_to, by_office, tree, today, known_run,
            motcua.offices_asked(for_office, tree, least(period_to, today))) AS c
        CROSS JOIN LATERAL motcua.buckets_of(c.marks) AS b
        JOIN motcua.term AS t ON t.bucket = b.bucket AND t.profile = of_profile
        GROUP BY t.rate, c.office
    )
    SELECT r.profile, r.rate, r.position, o.code, coalesce(s.taken, 0)::bigint, coalesce(s.given, 0)::bigint, coalesce(s.dossiers, 0)::bigint
    FROM motcua.rate AS r CROSS JOIN motcua.office AS o
    LEFT JOIN (SELECT p.rate, t.ancestor, sum(p.taken) AS taken, sum(p.given) AS given, sum(p.dossiers) AS dossiers
               FROM part AS p JOIN motcua.office_tree_on(motcua.answering_day(tree, NULL, least(period_to, today))) AS t ON t.office = p.office
               GROUP BY p.rate, t.ancestor) AS s ON s.rate = r.rate AND s.ancestor = o.code
    WHERE r.profile = of_profile AND r.measure = 'working_days' AND (for_office IS NULL OR o.code = for_office);
END;
$$;
COMMENT ON FUNCTION motcua.term_rates(date, date, text, text, text, text, date, bigint) IS
    'Rates of a profile that sum up working days, for an office (null: every one) and its subtree in a period: days taken of days given, and of how '
    'many dossiers. motcua.rates has those that count dossiers. VI: Các tỷ lệ tính bằng ngày làm việc: đã dùng trên được hẹn, và số hồ sơ.';

-- A value is the median when half of the dossiers, counted from the least on, have been reached with it: percentile_disc of
-- what is counted already. On the way to it all of one value go together.
CREATE OR REPLACE FUNCTION motcua.terms_of(period_from date, period_to date, for_office text, by_procedure boolean, by_office text, tree text,
    today date, known_run bigint)
    RETURNS TABLE (office text, procedure text, resolved bigint, days_taken bigint, days_given bigint, percent numeric, median_given integer,
                   median_taken integer, p90_taken integer, median_spare integer)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_column
BEGIN
    PERFORM motcua.is_period(period_from, period_to), motcua.is_view(by_office, tree), motcua.is_office(for_office);
    RETURN QUERY
    WITH own AS MATERIALIZED (
        SELECT c.office, CASE WHEN by_procedure THEN c.procedure END AS procedure, c.taken, c.given, sum(c.dossiers) AS dossiers
        FROM motcua.term_cells(period_from, period_to, by_office, tree, today, known_run,
            motcua.offices_asked(for_office, tree, least(period_to, today)), apart => true) AS c
        WHERE motcua.has_mark(c.marks, 'resolved')
        GROUP BY 1, 2, 3, 4
    ), subtree AS (
        SELECT t.ancestor AS office, o.procedure, o.taken, o.given, sum(o.dossiers) AS dossiers
        FROM own AS o JOIN motcua.office_tree_on(motcua.answering_day(tree, NULL, least(period_to, today))) AS t ON t.office = o.office
        WHERE for_office IS NULL OR t.ancestor = for_office
        GROUP BY t.ancestor, o.procedure, o.taken, o.given
    ), counted AS (
        SELECT s.*, sum(s.dossiers) OVER whole AS resolved, sum(s.dossiers) OVER (whole ORDER BY s.given) AS to_given,
               sum(s.dossiers) OVER (whole ORDER BY s.taken) AS to_taken, sum(s.dossiers) OVER (whole ORDER BY s.given - s.taken) AS to_spare
        FROM subtree AS s
        WINDOW whole AS (PARTITION BY s.office, s.procedure)
    )
    SELECT c.office, c.procedure, c.resolved::bigint, sum(c.taken * c.dossiers)::bigint, sum(c.given * c.dossiers)::bigint,
           motcua.percent(sum(c.taken * c.dossiers)::bigint, sum(c.given * c.dossiers)::bigint),
           min(c.given) FILTER (WHERE 2 * c.to_given >= c.resolved), min(c.taken) FILTER (WHERE 2 * c.to_taken >= c.resolved),
           min(c.taken) FILTER (WHERE 10 * c.to_taken >= 9 * c.resolved), min(c.given - c.taken) FILTER (WHERE 2 * c.to_spare >= c.resolved)
    FROM counted AS c
    GROUP BY c.office, c.procedure, c.resolved;
END;
$$;
COMMENT ON FUNCTION motcua.terms_of(date, date, text, boolean, text, text, date, bigint) IS 'What stats.terms and stats.procedure_terms show: for an '
    'office (null: every one) and its subtree, whole or by procedure. VI: Số liệu của stats.terms và stats.procedure_terms.';

CREATE OR REPLACE FUNCTION stats.terms(period_from date, period_to date, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, resolved bigint, days_taken bigint, days_given bigint, percent numeric,
                   median_given integer, median_taken integer, p90_taken integer, median_spare integer)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT t.office, o.name, o.level, t.resolved, t.days_taken, t.days_given, t.percent, t.median_given, t.median_taken, t.p90_taken, t.median_spare
    FROM motcua.terms_of(period_from, period_to, NULL, false, by_office, tree, today, known_run) AS t JOIN motcua.office AS o ON o.code = t.office
    ORDER BY t.office
$$;
COMMENT ON FUNCTION stats.terms(date, date, text, text, date, bigint) IS
    'How much of the appointed time offices with their subtree took for the dossiers that were resolved in a period and had a due date, in working '
    'days: sums and their percentage (rate term_used), the median appointed and taken, the 90th percentile taken, and the median of days to spare '
    '(given less taken). Offices without such dossiers are left out. VI: Thời hạn được hẹn và thời gian thực tế giải quyết theo cơ quan (gồm trực '
    'thuộc), tính bằng ngày làm việc: tổng, tỷ lệ, trung vị, mức 90%, số ngày dư.';

CREATE OR REPLACE FUNCTION stats.procedure_terms(period_from date, period_to date, for_office text DEFAULT NULL, by_office text DEFAULT 'handling',
    tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, procedure text, procedure_name text, resolved bigint, days_taken bigint, days_given bigint, percent numeric,
                   median_given integer, median_taken integer, p90_taken integer, median_spare integer)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT t.office, t.procedure, p.name, t.resolved, t.days_taken, t.days_given, t.percent, t.median_given, t.median_taken, t.p90_taken,
           t.median_spare
    FROM motcua.terms_of(period_from, period_to, for_office, true, by_office, tree, today, known_run) AS t
    LEFT JOIN motcua.procedure AS p ON p.code = t.procedure
    ORDER BY t.office, t.median_spare DESC, t.resolved DESC, t.procedure
$$;
COMMENT ON FUNCTION stats.procedure_terms(date, date, text, text, text, date, bigint) IS
    'The same of each procedure of an office (null: every one) and its subtree, the one with most days to spare first: what could be appointed '
    'sooner. VI: Như trên, theo từng thủ tục, thủ tục dư nhiều ngày nhất xếp trước: thời hạn có thể rút ngắn.';

-- Points are made of dossiers.
CREATE OR REPLACE FUNCTION motcua.check_criterion() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    PERFORM motcua.known('rate', new.rate, (
        SELECT array_agg(r.rate) FROM motcua.scoring AS s JOIN motcua.rate AS r ON r.profile = s.profile
        WHERE s.scoring = new.scoring AND r.measure = 'dossiers'));
    RETURN new;
END;
$$;

-- Rates that sum up days are not made of buckets.
CREATE OR REPLACE FUNCTION motcua.rates_of(offices text[], buckets text[], totals bigint[])
    RETURNS TABLE (profile text, rate text, "position" integer, office text, numerator bigint, denominator bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    -- Rates without dossiers are added as zeros: a join of offices and rates with what was counted goes wrong by a
    -- hundred times when the planner has no statistics of it. Integers, since a sum of bigints is a numeric.
    WITH part AS (
        SELECT r.profile, r.rate, r.position, o.code AS office, 0 AS numerator, 0 AS denominator
        FROM motcua.office AS o CROSS JOIN motcua.rate AS r
        UNION ALL
        SELECT t.profile, t.rate, NULL, b.office, CASE WHEN t.in_numerator THEN b.total::integer ELSE 0 END, CASE WHEN t.in_denominator
            THEN b.total::integer ELSE 0 END
        FROM unnest(offices, buckets, totals) AS b (office, bucket, total) JOIN motcua.term AS t ON t.bucket = b.bucket
    )
    SELECT p.profile, p.rate, max(p.position), p.office, sum(p.numerator), sum(p.denominator)
    FROM part AS p
    WHERE (p.profile, p.rate) NOT IN (SELECT r.profile, r.rate FROM motcua.rate AS r WHERE r.measure <> 'dossiers')
    GROUP BY p.profile, p.rate, p.office
$$;

CREATE OR REPLACE FUNCTION motcua.rate_of_offices(of_rate text, of_profile text, period_from date, period_to date, by_office text, tree text,
    today date, known_run bigint)
    RETURNS TABLE (office text, numerator bigint, denominator bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_column
BEGIN
    IF EXISTS (SELECT FROM motcua.rate AS r WHERE r.profile = of_profile AND r.rate = of_rate AND r.measure = 'working_days') THEN
        RETURN QUERY
        SELECT t.office, t.numerator, t.denominator
        FROM motcua.term_rates(period_from, period_to, of_profile, NULL, by_office, tree, today, known_run) AS t WHERE t.rate = of_rate;
    ELSE
        RETURN QUERY
        SELECT r.office, r.numerator, r.denominator FROM motcua.rates(period_from, period_to, by_office, tree, today, known_run) AS r
        WHERE r.profile = of_profile AND r.rate = of_rate;
    END IF;
END;
$$;

CREATE OR REPLACE FUNCTION motcua.term_reason(d motcua.dossier) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN format('dùng %s trên %s ngày làm việc được hẹn', motcua.working_days_between(d.received_on, d.closed_on),
        greatest(motcua.working_days_between(d.received_on, d.due_on), 0));
COMMENT ON FUNCTION motcua.term_reason(motcua.dossier) IS 'Working days that a closed dossier took and was given, in words. VI: Số ngày làm việc đã '
    'dùng và được hẹn của một hồ sơ, bằng lời.';

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

CREATE OR REPLACE VIEW stats.rules AS
    SELECT r.profile, r.rate, r.position, r.text_en, r.text_vi,
           CASE r.measure WHEN 'working_days'
               THEN format('Of the working days appointed for the dossiers in: %s; those taken in: %s.', f.denominator_en, f.numerator_en)
               ELSE format('Of the dossiers in: %s; those in: %s.', f.denominator_en, f.numerator_en) END AS formula_en,
           CASE r.measure WHEN 'working_days'
               THEN format('Tử số: số ngày làm việc đã dùng của hồ sơ %s. Mẫu số: số ngày làm việc được hẹn của hồ sơ %s.',
                           f.numerator_vi, f.denominator_vi)
               ELSE format('Tử số: %s. Mẫu số: %s.', f.numerator_vi, f.denominator_vi) END AS formula_vi,
           r.legal_source, r.valid_from, r.valid_to
    FROM motcua.rate AS r
    CROSS JOIN LATERAL (
        SELECT string_agg(b.text_en, ', ' ORDER BY b.bucket) FILTER (WHERE t.in_numerator) AS numerator_en,
               string_agg(b.text_en, ', ' ORDER BY b.bucket) FILTER (WHERE t.in_denominator) AS denominator_en,
               string_agg(b.text_vi, ', ' ORDER BY b.bucket) FILTER (WHERE t.in_numerator) AS numerator_vi,
               string_agg(b.text_vi, ', ' ORDER BY b.bucket) FILTER (WHERE t.in_denominator) AS denominator_vi
        FROM motcua.term AS t JOIN motcua.bucket AS b ON b.bucket = t.bucket
        WHERE t.profile = r.profile AND t.rate = r.rate
    ) AS f;

CREATE OR REPLACE VIEW motcua.current_rule AS
    SELECT d.profile, d.rate, md5(d.definition::text) COLLATE "C" AS rule_version, d.definition
    FROM (
        SELECT r.profile, r.rate, jsonb_build_object(
                   'profile_source', p.legal_source, 'valid_from', p.valid_from, 'valid_to', p.valid_to, 'rate_source', r.legal_source,
                   'rate_valid_from', r.valid_from, 'rate_valid_to', r.valid_to,
                   'terms', coalesce(jsonb_agg(jsonb_build_object(
                       'bucket', b.bucket, 'numerator', t.in_numerator, 'denominator', t.in_denominator, 'event', b.event, 'channel', b.channel,
                       'outcome', b.outcome, 'timeliness', b.timeliness, 'stock', b.stock, 'online_level', b.online_level, 'marks', b.marks)
                       ORDER BY b.bucket) FILTER (WHERE b.bucket IS NOT NULL), '[]'))
                   || CASE r.measure WHEN 'dossiers' THEN '{}' ELSE jsonb_build_object('measure', r.measure) END AS definition
        FROM motcua.profile AS p
        JOIN motcua.rate AS r ON r.profile = p.profile
        LEFT JOIN motcua.term AS t ON t.profile = r.profile AND t.rate = r.rate
        LEFT JOIN motcua.bucket AS b ON b.bucket = t.bucket
        GROUP BY p.profile, r.profile, r.rate
    ) AS d;

REVOKE ALL ON FUNCTION motcua.term_cells(date, date, text, text, date, bigint, text[], boolean), motcua.offices_asked(text, text, date),
    motcua.term_rates(date, date, text, text, text, text, date, bigint),
    motcua.terms_of(date, date, text, boolean, text, text, date, bigint), motcua.term_reason(motcua.dossier),
    stats.terms(date, date, text, text, date, bigint), stats.procedure_terms(date, date, text, text, text, date, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.term_cells(date, date, text, text, date, bigint, text[], boolean), motcua.offices_asked(text, text, date),
    motcua.term_rates(date, date, text, text, text, text, date, bigint),
    motcua.terms_of(date, date, text, boolean, text, text, date, bigint), motcua.term_reason(motcua.dossier),
    stats.terms(date, date, text, text, date, bigint), stats.procedure_terms(date, date, text, text, text, date, bigint)
TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
