-- Revert motcua:terms from pg

BEGIN;

CREATE OR REPLACE VIEW motcua.current_rule AS
    SELECT d.profile, d.rate, md5(d.definition::text) COLLATE "C" AS rule_version, d.definition
    FROM (
        SELECT r.profile, r.rate, jsonb_build_object(
                   'profile_source', p.legal_source, 'valid_from', p.valid_from, 'valid_to', p.valid_to, 'rate_source', r.legal_source,
                   'rate_valid_from', r.valid_from, 'rate_valid_to', r.valid_to,
                   'terms', coalesce(jsonb_agg(jsonb_build_object(
                       'bucket', b.bucket, 'numerator', t.in_numerator, 'denominator', t.in_denominator, 'event', b.event, 'channel', b.channel,
                       'outcome', b.outcome, 'timeliness', b.timeliness, 'stock', b.stock, 'online_level', b.online_level, 'marks', b.marks)
                       ORDER BY b.bucket) FILTER (WHERE b.bucket IS NOT NULL), '[]')) AS definition
        FROM motcua.profile AS p
        JOIN motcua.rate AS r ON r.profile = p.profile
        LEFT JOIN motcua.term AS t ON t.profile = r.profile AND t.rate = r.rate
        LEFT JOIN motcua.bucket AS b ON b.bucket = t.bucket
        GROUP BY p.profile, r.profile, r.rate
    ) AS d;

CREATE OR REPLACE VIEW stats.rules AS
    SELECT r.profile, r.rate, r.position, r.text_en, r.text_vi,
           format('Of the dossiers in: %s; those in: %s.', f.denominator_en, f.numerator_en) AS formula_en,
           format('Tử số: %s. Mẫu số: %s.', f.numerator_vi, f.denominator_vi) AS formula_vi,
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

CREATE OR REPLACE FUNCTION motcua.rate_of_offices(of_rate text, of_profile text, period_from date, period_to date, by_office text, tree text,
    today date, known_run bigint)
    RETURNS TABLE (office text, numerator bigint, denominator bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.office, r.numerator, r.denominator FROM motcua.rates(period_from, period_to, by_office, tree, today, known_run) AS r
    WHERE r.profile = of_profile AND r.rate = of_rate
$$;

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
    GROUP BY p.profile, p.rate, p.office
$$;

CREATE OR REPLACE FUNCTION motcua.check_criterion() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    PERFORM motcua.known('rate', new.rate, (
        SELECT array_agg(r.rate) FROM motcua.scoring AS s JOIN motcua.rate AS r ON r.profile = s.profile
        WHERE s.scoring = new.scoring));
    RETURN new;
END;
$$;

DROP FUNCTION stats.procedure_terms(date, date, text, text, text, date, bigint);
DROP FUNCTION stats.terms(date, date, text, text, date, bigint);
DROP FUNCTION motcua.term_reason(motcua.dossier);
DROP FUNCTION motcua.terms_of(date, date, text, boolean, text, text, date, bigint);
DROP FUNCTION motcua.term_rates(date, date, text, text, text, text, date, bigint);
DROP FUNCTION motcua.offices_asked(text, text, date);
DROP FUNCTION motcua.term_cells(date, date, text, text, date, bigint, text[], boolean);
DELETE FROM motcua.term USING motcua.rate
WHERE rate.profile = term.profile AND rate.rate = term.rate AND rate.measure <> 'dossiers';
DELETE FROM motcua.rate WHERE measure <> 'dossiers';
ALTER TABLE motcua.rate DROP COLUMN measure;

COMMIT;
