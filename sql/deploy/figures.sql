-- Deploy motcua:figures to pg
-- requires: events
-- requires: scorings
-- requires: reasons
-- All figures are made of one: dossiers counted by office and marks. Buckets are conditions on marks, rates and points are
-- sums of buckets, and the list behind a figure asks for the same marks; so they cannot disagree.

BEGIN;

CREATE OR REPLACE FUNCTION stats.buckets(period_from date, period_to date, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, bucket text, own bigint, total bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_column
BEGIN
    PERFORM motcua.is_period(period_from, period_to), motcua.is_view(by_office, tree);
    RETURN QUERY
    WITH cell AS MATERIALIZED (
        SELECT c.office COLLATE "C" AS office, c.marks, c.dossiers
        FROM motcua.period_cells(period_from, period_to, by_office, tree, today, known_run) AS c
    ), part AS MATERIALIZED (
        -- No bucket asks both how a dossier came in and what became of it.
        SELECT c.office, c.marks & motcua.entry_marks() AS marks, sum(c.dossiers)::integer AS dossiers
        FROM cell AS c GROUP BY c.office, c.marks & motcua.entry_marks()
        UNION ALL
        SELECT c.office, c.marks & ~motcua.entry_marks(), sum(c.dossiers)::integer
        FROM cell AS c GROUP BY c.office, c.marks & ~motcua.entry_marks()
    ), kind AS MATERIALIZED (
        SELECT k.marks, b.bucket FROM (SELECT DISTINCT c.marks FROM part AS c) AS k CROSS JOIN LATERAL motcua.buckets_of(k.marks) AS b
    ), own AS MATERIALIZED (
        SELECT c.office, k.bucket, sum(c.dossiers)::integer AS dossiers
        FROM part AS c JOIN kind AS k ON k.marks = c.marks
        GROUP BY c.office, k.bucket
    )
    SELECT t.ancestor, o.bucket, coalesce(sum(o.dossiers) FILTER (WHERE o.office = t.ancestor), 0)::bigint, sum(o.dossiers)::bigint
    FROM own AS o JOIN motcua.office_tree_on(motcua.answering_day(tree, NULL, least(period_to, today))) AS t ON t.office = o.office
    GROUP BY t.ancestor, o.bucket
    UNION ALL
    -- The catalogue of procedures is one for all offices.
    SELECT f.code, o.bucket, o.dossiers::bigint, o.dossiers::bigint
    FROM own AS o CROSS JOIN motcua.office AS f
    WHERE o.office IS NULL;
END;
$$;
COMMENT ON FUNCTION stats.buckets(date, date, text, text, date, bigint) IS
    'Dossiers per office and bucket in a period: its own, and those of its subtree. Buckets with nothing in them are left out. by_office: handling '
    'or receiving; tree: then or now; today and known_run: as of that day, as known after that run. VI: Số hồ sơ theo cơ quan và ô đếm trong kỳ: '
    'của riêng cơ quan và gồm cả trực thuộc.';

CREATE OR REPLACE FUNCTION motcua.counts_of(offices text[], buckets text[], totals bigint[])
    RETURNS TABLE (office text, name text, level text, carried_in bigint, received bigint, received_online bigint,
                   received_direct bigint, received_postal bigint, resolved bigint, resolved_early bigint,
                   resolved_on_time bigint, resolved_on_day_after_hour bigint, resolved_late bigint, resolved_no_due bigint,
                   withdrawn bigint, returned bigint, pending bigint, pending_in_time bigint, pending_overdue bigint,
                   pending_no_due bigint, paused bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT o.code, o.name, o.level,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'carried_in'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'received'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'received_online'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'received_direct'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'received_postal'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_early'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_on_time'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_on_day_after_hour'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_late'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_no_due'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'withdrawn'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'returned'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'pending'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'pending_in_time'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'pending_overdue'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'pending_no_due'), 0)::bigint,
           coalesce(sum(b.total) FILTER (WHERE b.bucket = 'paused'), 0)::bigint
    FROM motcua.office AS o LEFT JOIN unnest(offices, buckets, totals) AS b (office, bucket, total) ON b.office = o.code
    GROUP BY o.code
    ORDER BY o.code
$$;
COMMENT ON FUNCTION motcua.counts_of(text[], text[], bigint[])
    IS 'Counts of every office from the totals of its buckets, as stats.buckets counts them. VI: Số lượng của từng cơ quan từ các ô đếm đã có.';

CREATE OR REPLACE FUNCTION stats.counts(period_from date, period_to date, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, carried_in bigint, received bigint, received_online bigint,
                   received_direct bigint, received_postal bigint, resolved bigint, resolved_early bigint,
                   resolved_on_time bigint, resolved_on_day_after_hour bigint, resolved_late bigint, resolved_no_due bigint,
                   withdrawn bigint, returned bigint, pending bigint, pending_in_time bigint, pending_overdue bigint,
                   pending_no_due bigint, paused bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT c.*
    FROM (SELECT array_agg(b.office) AS offices, array_agg(b.bucket) AS buckets, array_agg(b.total) AS totals
          FROM stats.buckets(period_from, period_to, by_office, tree, today, known_run) AS b) AS b
    CROSS JOIN LATERAL motcua.counts_of(b.offices, b.buckets, b.totals) AS c
    ORDER BY c.office
$$;
COMMENT ON FUNCTION stats.counts(date, date, text, text, date, bigint) IS
    'Counts of every office and its subtree in a period, both days included; carried_in + received = resolved + withdrawn + returned + pending. '
    'resolved_on_day_after_hour is a part of resolved_on_time, paused of pending. VI: Số liệu từng cơ quan (gồm trực thuộc) trong kỳ: kỳ trước '
    'chuyển sang + tiếp nhận = giải quyết + rút + trả lại + đang giải quyết.';

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
COMMENT ON FUNCTION motcua.rates_of(text[], text[], bigint[])
    IS 'Rates of all profiles for every office from the totals of its buckets, as stats.buckets counts them. VI: Tỷ lệ theo mọi bộ quy tắc cho từng '
    'cơ quan, tính từ số hồ sơ theo ô đếm.';

CREATE OR REPLACE FUNCTION motcua.rates(period_from date, period_to date, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (profile text, rate text, "position" integer, office text, numerator bigint, denominator bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.profile, r.rate, r.position, r.office, r.numerator, r.denominator
    FROM (SELECT array_agg(b.office) AS offices, array_agg(b.bucket) AS buckets, array_agg(b.total) AS totals
          FROM stats.buckets(period_from, period_to, by_office, tree, today, known_run) AS b) AS c
    CROSS JOIN LATERAL motcua.rates_of(c.offices, c.buckets, c.totals) AS r
$$;
COMMENT ON FUNCTION motcua.rates(date, date, text, text, date, bigint)
    IS 'Rates of all profiles for every office in a period, from one reading of the dossiers. VI: Tỷ lệ theo mọi bộ quy tắc cho từng cơ quan trong '
    'kỳ.';

CREATE OR REPLACE FUNCTION stats.rates(period_from date, period_to date, profile text DEFAULT 'report',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, rate text, numerator bigint, denominator bigint, percent numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.office, o.name, o.level, r.rate, r.numerator, r.denominator, motcua.percent(r.numerator, r.denominator)
    FROM motcua.rates(period_from, period_to, by_office, tree, today, known_run) AS r JOIN motcua.office AS o ON o.code = r.office
    WHERE r.profile = (SELECT motcua.known('profile', rates.profile, array_agg(p.profile)) FROM motcua.profile AS p)
    ORDER BY r.office, r.position
$$;
COMMENT ON FUNCTION stats.rates(date, date, text, text, text, date, bigint) IS
    'Rates of every office and its subtree in a period, both days included, under a profile. VI: Tỷ lệ của từng cơ quan (gồm trực thuộc) trong kỳ '
    'theo một bộ quy tắc.';

CREATE OR REPLACE FUNCTION stats.points(period_from date, period_to date, scoring text DEFAULT 'gia-nghia-2023',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, criterion text, rate text, numerator bigint, denominator bigint,
                   percent numeric, points numeric, max_points numeric, points_lost numeric, dossiers_needed bigint, no_rate text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.office, o.name, o.level, c.criterion, c.rate, r.numerator, r.denominator,
           motcua.percent(r.numerator, r.denominator), v.points, c.max_points,
           c.max_points - v.points, v.hits - least(v.hits, r.numerator), NULL
    FROM motcua.scoring AS s
    JOIN motcua.criterion AS c ON c.scoring = s.scoring
    JOIN motcua.rates(period_from, period_to, by_office, tree, today, known_run) AS r ON r.profile = s.profile AND r.rate = c.rate
    JOIN motcua.office AS o ON o.code = r.office
    CROSS JOIN LATERAL (SELECT motcua.score(c, r.numerator, r.denominator) AS points, motcua.hits_for_maximum(c, r.denominator) AS hits) AS v
    WHERE s.scoring = (SELECT motcua.known('scoring set', points.scoring, array_agg(k.scoring)) FROM motcua.scoring AS k)
    UNION ALL
    SELECT o.code, o.name, o.level, c.criterion, NULL, NULL, NULL, NULL, NULL, c.max_points, NULL, NULL, c.no_rate
    FROM motcua.criterion AS c CROSS JOIN motcua.office AS o
    WHERE c.scoring = points.scoring AND c.rate IS NULL
    ORDER BY 1, 4
$$;
COMMENT ON FUNCTION stats.points(date, date, text, text, text, date, bigint) IS
    'Points of every office and its subtree in a period under a scoring set. points_lost: what is missing to the maximum; dossiers_needed: how many '
    'more dossiers of the denominator in the numerator win it back; no_rate: why a criterion cannot be computed, which then has no rate and no '
    'points. VI: Điểm của từng cơ quan (gồm trực thuộc) trong kỳ theo một bộ tiêu chí, điểm bị mất và số hồ sơ cần thêm để đạt điểm tối đa; '
    'no_rate: lý do tiêu chí không tính được.';

CREATE OR REPLACE FUNCTION motcua.buckets_behind(figure text, profile text) RETURNS text[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    found text[];
BEGIN
    SELECT array_agg(t.bucket) INTO found FROM motcua.term AS t
    WHERE t.rate = figure AND t.profile = buckets_behind.profile AND t.in_numerator;
    IF found IS NULL THEN
        SELECT array_agg(b.bucket) INTO found FROM motcua.bucket AS b WHERE b.bucket = figure;
    END IF;
    IF found IS NULL THEN
        RAISE invalid_parameter_value USING
            MESSAGE = format('%L is neither a rate of profile %L nor a bucket', figure, profile),
            HINT = 'SELECT rate FROM motcua.rate and SELECT bucket FROM motcua.bucket list them';
    END IF;
    RETURN found;
END;
$$;
COMMENT ON FUNCTION motcua.buckets_behind(text, text) IS 'Numerator buckets of a rate, or the bucket itself. VI: Các ô ở tử số của một tỷ lệ, hoặc '
    'chính ô đó.';

-- The words of each row are left to the caller, who may not ask for them.
CREATE OR REPLACE FUNCTION motcua.marks_behind(figure text, period_from date, period_to date, office text, profile text, by_office text, tree text,
    today date,
    known_run bigint)
    RETURNS TABLE (bucket text, entity text, source text, code text, marked_office text, marks bigint, dossier motcua.dossier)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_variable
DECLARE
    wanted text[] := motcua.buckets_behind(figure, profile);
    events text[] := ARRAY(SELECT DISTINCT b.event FROM motcua.bucket AS b WHERE b.bucket = ANY (wanted));
    offices text[] := CASE WHEN office IS NOT NULL THEN ARRAY(
        SELECT t.office FROM motcua.office_tree_on(motcua.answering_day(tree, NULL, least(period_to, today))) AS t
            WHERE t.ancestor = marks_behind.office) END;
BEGIN
    PERFORM motcua.is_period(period_from, period_to), motcua.is_view(by_office, tree), motcua.is_office(office);
    RETURN QUERY
    SELECT m.bucket, m.entity, m.source, m.code, m.office, m.marks, d
    FROM motcua.period_cells(period_from, period_to, by_office, tree, today, known_run, each => true, events => events, in_buckets => wanted,
        of_offices => offices) AS m
    LEFT JOIN LATERAL motcua.dossier_known(m.source, m.code, known_run) AS d ON m.entity = 'dossier';
END;
$$;
COMMENT ON FUNCTION motcua.marks_behind(text, date, date, text, text, text, text, date, bigint)
    IS 'What a figure counts, with its marks and the dossier as it was known; see stats.dossiers. VI: Những gì được đếm trong một con số, kèm dấu '
    'hiệu và hồ sơ.';

CREATE OR REPLACE FUNCTION stats.dossiers(figure text, period_from date, period_to date, office text DEFAULT NULL, profile text DEFAULT 'report',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (bucket text, source text, code text, handling_office text, procedure text, procedure_name text, status smallint,
                   received_at timestamptz, due_at timestamptz, finished_at timestamptz, returned_at timestamptz,
                   apology_at timestamptz, closed_on date, days_late integer, reason text)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT m.bucket, m.source, m.code, m.marked_office, coalesce((m.dossier).procedure, CASE WHEN m.entity = 'procedure' THEN m.code END), p.name,
           (m.dossier).status, coalesce((m.dossier).received_at, f.received_at), coalesce((m.dossier).due_at, f.due_at),
           coalesce((m.dossier).finished_at, f.answered_at), (m.dossier).returned_at, (m.dossier).apology_at,
           coalesce((m.dossier).closed_on, f.answered_on), greatest(least((m.dossier).closed_on, period_to, today) - (m.dossier).due_on, 0),
           motcua.reason(m.bucket, m.marks, least(period_to, today), m.dossier, f, p)
    FROM motcua.marks_behind(figure, period_from, period_to, office, profile, by_office, tree, today, known_run) AS m
    LEFT JOIN motcua.feedback AS f ON f.source = m.source AND f.code = m.code AND m.entity = 'feedback'
    LEFT JOIN motcua.procedure AS p ON p.code = coalesce((m.dossier).procedure, CASE WHEN m.entity = 'procedure' THEN m.code END)
    ORDER BY m.marked_office, m.source, m.code
$$;
COMMENT ON FUNCTION stats.dossiers(text, date, date, text, text, text, text, date, bigint) IS
    'The dossiers behind a figure: those of the numerator of a rate, or of a bucket, in a period, for an office and its subtree (null: all), each '
    'with its reason in Vietnamese; today and known_run: as of that day, as known after that run. VI: Danh sách hồ sơ đằng sau một con số: tử số '
    'của tỷ lệ, hoặc một ô đếm.';

COMMIT;
