-- Deploy motcua:against to pg
-- requires: targets
-- One period beside another: each count and rate there, and by how many dossiers and points it has changed since.

BEGIN;

-- The names of the counts come from the columns of motcua.counts_of: a count that is added there is compared as well.
CREATE OR REPLACE FUNCTION motcua.figures_of(offices text[], buckets text[], totals bigint[], of_profile text)
    RETURNS TABLE (office text, figure text, is_rate boolean, "position" integer, numerator bigint, denominator bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT c.office, v.name, false, v.place::integer, v.count::bigint, NULL::bigint
    FROM motcua.counts_of(offices, buckets, totals) AS c
    CROSS JOIN LATERAL json_each_text(row_to_json(c)) WITH ORDINALITY AS v (name, count, place)
    WHERE v.name NOT IN ('office', 'name', 'level')
    UNION ALL
    SELECT r.office, r.rate, true, r.position, r.numerator, r.denominator
    FROM motcua.rates_of(offices, buckets, totals) AS r WHERE r.profile = of_profile
$$;
COMMENT ON FUNCTION motcua.figures_of(text[], text[], bigint[], text) IS 'Counts (without a denominator) and rates of a profile for every office from '
    'the totals of its buckets, a row each. VI: Số lượng và tỷ lệ của từng cơ quan từ các ô đếm, mỗi chỉ tiêu một dòng.';

CREATE OR REPLACE FUNCTION motcua.against_of(offices text[], buckets text[], totals bigint[], other_offices text[], other_buckets text[],
    other_totals bigint[], of_profile text)
    RETURNS TABLE (office text, figure text, is_rate boolean, "position" integer, numerator bigint, denominator bigint, percent numeric,
                   other_numerator bigint, other_denominator bigint, other_percent numeric, change_dossiers bigint, change_points numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT f.office, f.figure, f.is_rate, f.position, f.numerator, f.denominator, motcua.percent(f.numerator, f.denominator),
           o.numerator, o.denominator, motcua.percent(o.numerator, o.denominator), f.numerator - o.numerator,
           motcua.points_between(f.numerator, f.denominator, o.numerator, o.denominator)
    FROM motcua.figures_of(offices, buckets, totals, of_profile) AS f
    JOIN motcua.figures_of(other_offices, other_buckets, other_totals, of_profile) AS o
        ON o.office = f.office AND o.figure = f.figure AND o.is_rate = f.is_rate
$$;
COMMENT ON FUNCTION motcua.against_of(text[], text[], bigint[], text[], text[], bigint[], text)
    IS 'Figures of two periods side by side from the totals of their buckets; see stats.against. VI: Số liệu hai kỳ cạnh nhau, từ các ô đếm đã có.';

-- Rates that are not made of buckets.
CREATE OR REPLACE FUNCTION motcua.terms_against(period_from date, period_to date, other_from date, other_to date, of_profile text, for_office text,
    by_office text, tree text, today date, known_run bigint)
    RETURNS TABLE (office text, figure text, is_rate boolean, "position" integer, numerator bigint, denominator bigint, percent numeric,
                   other_numerator bigint, other_denominator bigint, other_percent numeric, change_dossiers bigint, change_points numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT f.office, f.rate, true, f.position, f.numerator, f.denominator, motcua.percent(f.numerator, f.denominator),
           o.numerator, o.denominator, motcua.percent(o.numerator, o.denominator), f.dossiers - o.dossiers,
           motcua.points_between(f.numerator, f.denominator, o.numerator, o.denominator)
    FROM motcua.term_rates(period_from, period_to, of_profile, for_office, by_office, tree, today, known_run) AS f
    JOIN motcua.term_rates(other_from, other_to, of_profile, for_office, by_office, tree, today, known_run) AS o
        ON o.office = f.office AND o.rate = f.rate
$$;
COMMENT ON FUNCTION motcua.terms_against(date, date, date, date, text, text, text, text, date, bigint)
    IS 'The same of rates that sum up working days, of which the change is that of the dossiers. VI: Như motcua.against_of, cho các tỷ lệ tính bằng '
    'ngày làm việc.';

CREATE OR REPLACE FUNCTION stats.against(period_from date, period_to date, other_from date, other_to date, for_office text DEFAULT NULL,
    profile text DEFAULT 'report', by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(),
    known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, figure text, is_rate boolean, numerator bigint, denominator bigint, percent numeric,
                   other_numerator bigint, other_denominator bigint, other_percent numeric, change_dossiers bigint, change_points numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT o.code, o.name, o.level, a.figure, a.is_rate, a.numerator, a.denominator, a.percent, a.other_numerator, a.other_denominator, a.other_percent,
           a.change_dossiers, a.change_points
    FROM (SELECT motcua.known('profile', against.profile, array_agg(k.profile)) AS profile FROM motcua.profile AS k) AS k
    CROSS JOIN LATERAL (
        SELECT a.* FROM (SELECT array_agg(b.office) AS offices, array_agg(b.bucket) AS buckets, array_agg(b.total) AS totals
                         FROM stats.buckets(period_from, period_to, by_office, tree, today, known_run) AS b) AS p
        CROSS JOIN (SELECT array_agg(b.office) AS offices, array_agg(b.bucket) AS buckets, array_agg(b.total) AS totals
                    FROM stats.buckets(other_from, other_to, by_office, tree, today, known_run) AS b) AS q
        CROSS JOIN LATERAL motcua.against_of(p.offices, p.buckets, p.totals, q.offices, q.buckets, q.totals, k.profile) AS a
        UNION ALL
        SELECT t.* FROM motcua.terms_against(period_from, period_to, other_from, other_to, k.profile, for_office, by_office, tree, today,
            known_run) AS t
    ) AS a
    JOIN motcua.office AS o ON o.code = a.office
    WHERE (SELECT motcua.is_office(for_office)) AND (for_office IS NULL OR a.office = for_office)
    ORDER BY o.code, a.is_rate, a.position, a.figure
$$;
COMMENT ON FUNCTION stats.against(date, date, date, date, text, text, text, text, date, bigint) IS
    'Every count (without a denominator) and rate of a period beside that of another one, for every office and its subtree: by how many dossiers the '
    'count or numerator is larger than there, and by how many percentage points the rate is higher, rounded once; no points where either has an '
    'empty denominator. VI: Số lượng và tỷ lệ của một kỳ cạnh một kỳ khác: tăng, giảm bao nhiêu hồ sơ và bao nhiêu điểm phần trăm.';

-- Months, quarters and halves of a year differ by up to three days and are compared all the same.
CREATE OR REPLACE FUNCTION stats.against_doubts(period_from date, period_to date, other_from date, other_to date, for_office text DEFAULT NULL,
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today())
    RETURNS TABLE (office text, kind text, source text, reason text, rates text[])
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT d.office, d.kind, d.source, d.reason, d.rates FROM stats.doubts(other_from, other_to, for_office, by_office, tree, today) AS d
    UNION ALL
    SELECT o.code, v.kind, NULL, v.reason, NULL
    FROM motcua.office AS o
    CROSS JOIN (SELECT least(period_to, today) - period_from + 1 AS days, least(other_to, today) - other_from + 1 AS other_days) AS p
    CROSS JOIN LATERAL (VALUES
        ('other_length', abs(p.days - p.other_days) > 3,
         format('kỳ này có %s ngày, kỳ so sánh có %s ngày: số hồ sơ không so sánh trực tiếp được', greatest(p.days, 0), greatest(p.other_days, 0))),
        ('not_yet_there', tree = 'then' AND o.valid_from > other_to,
         format('cơ quan hoạt động từ %s, sau kỳ so sánh; --tree now so sánh với cơ quan cũ mà cơ quan này kế thừa', motcua.day_text(o.valid_from)))
    ) AS v (kind, holds, reason)
    WHERE v.holds AND (for_office IS NULL OR o.code = for_office)
$$;
COMMENT ON FUNCTION stats.against_doubts(date, date, date, date, text, text, text, date) IS
    'Why the figures of another period may not hold, or not be comparable: what stats.doubts says of it, periods of different length, and offices that '
    'began after it. VI: Vì sao số liệu của kỳ so sánh có thể thiếu hoặc không so sánh được.';

REVOKE ALL ON FUNCTION motcua.figures_of(text[], text[], bigint[], text),
    motcua.against_of(text[], text[], bigint[], text[], text[], bigint[], text),
    motcua.terms_against(date, date, date, date, text, text, text, text, date, bigint),
    stats.against(date, date, date, date, text, text, text, text, date, bigint),
    stats.against_doubts(date, date, date, date, text, text, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.figures_of(text[], text[], bigint[], text),
    motcua.against_of(text[], text[], bigint[], text[], text[], bigint[], text),
    motcua.terms_against(date, date, date, date, text, text, text, text, date, bigint),
    stats.against(date, date, date, date, text, text, text, text, date, bigint),
    stats.against_doubts(date, date, date, date, text, text, text, date) TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
