-- Deploy motcua:compare to pg
-- requires: figures
-- Why two authorities see two rates in the same dossiers.

BEGIN;

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
COMMENT ON VIEW stats.rules IS 'Every rate of every profile: what it means, its formula in words made from its terms, its legal source and validity. '
    'VI: Mọi tỷ lệ của các bộ quy tắc: ý nghĩa, công thức bằng lời, căn cứ, hiệu lực.';
COMMENT ON COLUMN stats.rules.profile IS 'Profile. VI: Bộ quy tắc.';
COMMENT ON COLUMN stats.rules.rate IS 'Rate. VI: Tỷ lệ.';
COMMENT ON COLUMN stats.rules.position IS 'Order in tables. VI: Thứ tự hiển thị.';
COMMENT ON COLUMN stats.rules.text_en IS 'Meaning in English. VI: Ý nghĩa (tiếng Anh).';
COMMENT ON COLUMN stats.rules.text_vi IS 'Meaning in Vietnamese. VI: Ý nghĩa.';
COMMENT ON COLUMN stats.rules.formula_en IS 'Formula in English. VI: Công thức (tiếng Anh).';
COMMENT ON COLUMN stats.rules.formula_vi IS 'Formula in Vietnamese. VI: Công thức.';
COMMENT ON COLUMN stats.rules.legal_source IS 'Where it is laid down. VI: Căn cứ.';
COMMENT ON COLUMN stats.rules.valid_from IS 'First day on which that is in force, where known. VI: Có hiệu lực từ.';
COMMENT ON COLUMN stats.rules.valid_to IS 'Last day on which that is in force. VI: Hết hiệu lực.';

CREATE OR REPLACE FUNCTION stats.compare(period_from date, period_to date, profiles text[] DEFAULT NULL, for_office text DEFAULT NULL,
    by_office text DEFAULT 'handling', tree text DEFAULT 'then',
    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, rate text, profile text, numerator bigint, denominator bigint, percent numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.office, o.name, o.level, r.rate, r.profile, r.numerator, r.denominator, motcua.percent(r.numerator, r.denominator)
    FROM motcua.rates(period_from, period_to, by_office, tree, today, known_run) AS r JOIN motcua.office AS o ON o.code = r.office
    WHERE (SELECT motcua.is_office(for_office)) AND (profiles IS NULL OR r.profile = ANY (profiles)) AND (for_office IS NULL OR r.office = for_office)
    ORDER BY r.office, min(r.position) OVER (PARTITION BY r.rate), r.rate, r.profile
$$;
COMMENT ON FUNCTION stats.compare(date, date, text[], text, text, text, date, bigint)
    IS 'Rates of every office and its subtree in a period under several profiles (null: all) side by side. VI: Tỷ lệ của từng cơ quan trong kỳ theo '
    'nhiều bộ quy tắc, đặt cạnh nhau.';

-- A term may name a sum (resolved) where another names its parts; both are brought down to the parts: for what was closed
-- one class of timeliness, for what is open one state. Buckets with marks stay as they are.
CREATE OR REPLACE VIEW motcua.term_part AS
    SELECT t.profile, t.rate, coalesce(p.bucket, t.bucket) AS bucket, bool_or(t.in_numerator) AS in_numerator,
        bool_or(t.in_denominator) AS in_denominator
    FROM motcua.term AS t JOIN motcua.bucket AS b ON b.bucket = t.bucket
    LEFT JOIN motcua.bucket AS p
        ON p.event = b.event AND b.marks = '{}' AND p.marks = '{}'
        AND ((p.event = 'closed' AND p.outcome IS NOT NULL AND cardinality(p.timeliness) = 1) OR (p.event = 'pending' AND p.stock IS NOT NULL))
        AND (b.outcome IS NULL OR b.outcome = p.outcome)
        AND (b.timeliness IS NULL OR p.timeliness <@ b.timeliness)
        AND (b.stock IS NULL OR b.stock = p.stock)
    GROUP BY t.profile, t.rate, coalesce(p.bucket, t.bucket);
COMMENT ON VIEW motcua.term_part IS 'Terms with sums brought down to their parts, so that profiles can be compared. VI: Các ô ở tử số, mẫu số, tách '
    'tổng thành các phần để so sánh.';
COMMENT ON COLUMN motcua.term_part.profile IS 'Profile. VI: Bộ quy tắc.';
COMMENT ON COLUMN motcua.term_part.rate IS 'Rate. VI: Tỷ lệ.';
COMMENT ON COLUMN motcua.term_part.bucket IS 'Bucket that is added. VI: Ô đếm được cộng.';
COMMENT ON COLUMN motcua.term_part.in_numerator IS 'It is added to the numerator. VI: Cộng vào tử số.';
COMMENT ON COLUMN motcua.term_part.in_denominator IS 'It is added to the denominator. VI: Cộng vào mẫu số.';

CREATE OR REPLACE FUNCTION stats.compare_buckets(period_from date, period_to date, profiles text[] DEFAULT NULL, for_office text DEFAULT NULL,
    by_office text DEFAULT 'handling', tree text DEFAULT 'then',
    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, rate text, bucket text, text_vi text, dossiers bigint, numerator_of text[], denominator_of text[])
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH wanted AS (
        SELECT * FROM motcua.term_part AS p WHERE profiles IS NULL OR p.profile = ANY (profiles)
    ), having_rate AS (
        SELECT w.rate, count(DISTINCT w.profile) AS profiles FROM wanted AS w GROUP BY w.rate
    ), part AS MATERIALIZED (
        SELECT w.rate, w.bucket,
               coalesce(array_agg(w.profile ORDER BY w.profile) FILTER (WHERE w.in_numerator), '{}') AS numerator_of,
               coalesce(array_agg(w.profile ORDER BY w.profile) FILTER (WHERE w.in_denominator), '{}') AS denominator_of
        FROM wanted AS w JOIN having_rate AS h ON h.rate = w.rate
        GROUP BY w.rate, w.bucket, h.profiles
        HAVING count(*) FILTER (WHERE w.in_numerator) NOT IN (0, h.profiles) OR count(*) FILTER (WHERE w.in_denominator) NOT IN (0, h.profiles)
    )
    SELECT n.office, p.rate, p.bucket, b.text_vi, n.total, p.numerator_of, p.denominator_of
    FROM stats.buckets(period_from, period_to, by_office, tree, today, known_run) AS n
    JOIN part AS p ON p.bucket = n.bucket
    JOIN motcua.bucket AS b ON b.bucket = p.bucket
    WHERE (SELECT motcua.is_office(for_office)) AND (for_office IS NULL OR n.office = for_office)
    ORDER BY n.office, p.rate, n.total DESC, p.bucket
$$;
COMMENT ON FUNCTION stats.compare_buckets(date, date, text[], text, text, text, date, bigint)
    IS 'The buckets that make profiles differ: those in the numerator or denominator of a rate under some of them only, with their dossiers; empty '
    'buckets are left out. VI: Các ô đếm làm nên khác biệt giữa các bộ quy tắc: ở tử số hoặc mẫu số của bộ này mà không của bộ kia.';

COMMIT;
