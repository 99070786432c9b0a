-- Deploy motcua:rank_groups to pg
-- requires: more_rates
-- Offices among their equals: of one kind and of like volume, so that a commune of 900 dossiers a year does not stand
-- beside a ward of 30,000.

BEGIN;

-- A group reaches up to the next one, so that no row can leave a gap or be in two.
CREATE TABLE motcua.volume_group (
    level text CHECK (level IN ('province', 'department', 'district', 'commune', 'branch', 'reception_point', 'vertical')),
    name text COLLATE "C" NOT NULL CHECK (name <> ''),
    received_from bigint NOT NULL CHECK (received_from >= 0),
    UNIQUE NULLS NOT DISTINCT (level, name),
    UNIQUE NULLS NOT DISTINCT (level, received_from)
);
COMMENT ON TABLE motcua.volume_group IS 'Groups of offices by the dossiers that they receive in a year, for rankings; a group reaches up to the next '
    'one of its level. As shipped those of the rankings of CPGRAMS (India), A from 10,000, B 2,000 to 9,999, C below; a province sets its own. VI: '
    'Nhóm cơ quan theo số hồ sơ tiếp nhận trong một năm, dùng để xếp hạng; địa phương tự quy định.';
COMMENT ON COLUMN motcua.volume_group.level IS 'Only offices of this level; null: of all levels that have no group of their own. VI: Chỉ áp dụng cho '
    'cấp này; để trống: mọi cấp chưa có nhóm riêng.';
COMMENT ON COLUMN motcua.volume_group.name IS 'Name. VI: Tên nhóm.';
COMMENT ON COLUMN motcua.volume_group.received_from IS 'Least number of dossiers received in 12 months. VI: Số hồ sơ tiếp nhận ít nhất trong 12 '
    'tháng.';
GRANT SELECT ON motcua.volume_group TO motcua_ingest, motcua_stats, motcua_analyst;
INSERT INTO motcua.volume_group (name, received_from) VALUES ('A', 10000), ('B', 2000), ('C', 0);

CREATE OR REPLACE FUNCTION motcua.volume_group_of(of_level text, received bigint)
    RETURNS TABLE (name text, received_from bigint, received_to bigint)
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
    SELECT g.name, g.received_from, g.received_to
    FROM (SELECT v.name, v.received_from, lead(v.received_from) OVER (ORDER BY v.received_from) - 1 AS received_to
          FROM motcua.volume_group AS v
          WHERE v.level IS NOT DISTINCT FROM (SELECT o.level FROM motcua.volume_group AS o WHERE o.level = of_level LIMIT 1)) AS g
    WHERE received BETWEEN g.received_from AND coalesce(g.received_to, received)
$$;
COMMENT ON FUNCTION motcua.volume_group_of(text, bigint) IS 'Group of motcua.volume_group of an office of a level that received so many dossiers in '
    'a year, with its limits, both included; no row below the lowest group. VI: Nhóm theo số hồ sơ tiếp nhận trong năm, kèm giới hạn.';

CREATE OR REPLACE FUNCTION motcua.year_before(last_day date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (last_day + 1 - interval '1 year')::date;
COMMENT ON FUNCTION motcua.year_before(date) IS 'First of the 12 months that end with a day. VI: Ngày đầu của 12 tháng kết thúc vào một ngày.';

-- Every two fractions of bigints lie further apart than 1 / 10^38, so that none is rounded into another.
CREATE OR REPLACE FUNCTION motcua.fraction(numerator bigint, denominator bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN div(numerator * 1e38, nullif(denominator, 0));
COMMENT ON FUNCTION motcua.fraction(bigint, bigint) IS 'A fraction as a number that sorts as it does, equal only when the fractions are; null for an '
    'empty denominator. VI: Số dùng để so sánh chính xác hai phân số.';

-- In fewer than ten offices a tenth is nobody.
CREATE OR REPLACE FUNCTION motcua.rank_band(place bigint, ranked bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN ranked < 10 THEN NULL WHEN 10 * place <= ranked THEN 1 WHEN 10 * place <= 3 * ranked THEN 2
        WHEN 10 * place <= 7 * ranked THEN 3 WHEN 10 * place <= 9 * ranked THEN 4 WHEN place <= ranked THEN 5 END;
COMMENT ON FUNCTION motcua.rank_band(bigint, bigint) IS 'Band of a place among so many offices, as in the yearly evaluation of Korea: 1 the best 10 '
    '%, 2 to 30, 3 to 70, 4 to 90, 5 the rest; null among fewer than ten. VI: Mức xếp loại theo vị trí: 1 là 10% tốt nhất, 2 đến 30%, 3 đến 70%, 4 '
    'đến 90%, 5 là còn lại; không xếp mức khi có dưới 10 cơ quan.';

CREATE OR REPLACE FUNCTION motcua.no_place(denominator bigint, minimum bigint, is_grouped boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN denominator = 0 THEN 'mẫu số bằng 0'
        WHEN denominator < minimum THEN format('mẫu số %s, dưới mức tối thiểu %s', denominator, minimum)
        WHEN NOT is_grouped THEN 'không thuộc nhóm nào theo số hồ sơ tiếp nhận' END;
COMMENT ON FUNCTION motcua.no_place(bigint, bigint, boolean) IS 'Why an office gets no place in a ranking; null when it gets one. VI: Vì sao '
    'cơ quan không được xếp hạng.';

CREATE OR REPLACE FUNCTION motcua.rate_of_offices(of_rate text, of_profile text, period_from date, period_to date, by_office text, tree text,
    today date, known_run bigint)
    RETURNS TABLE (office text, numerator bigint, denominator bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.office, r.numerator, r.denominator FROM motcua.rates(period_from, period_to, by_office, tree, today, known_run) AS r
    WHERE r.profile = of_profile AND r.rate = of_rate
$$;
COMMENT ON FUNCTION motcua.rate_of_offices(text, text, date, date, text, text, date, bigint) IS 'One rate for every office and its subtree in a '
    'period. VI: Một tỷ lệ của từng cơ quan (gồm trực thuộc) trong kỳ.';

CREATE OR REPLACE FUNCTION stats.ranking_among(rate text, period_from date, period_to date, of_level text DEFAULT NULL,
    under_office text DEFAULT NULL, by_volume boolean DEFAULT false, minimum bigint DEFAULT 0, profile text DEFAULT 'report',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (family bigint, parent text, kind text, volume_group text, group_from bigint, group_to bigint, place bigint, ranked bigint,
                   band integer, no_place text, office text, name text, level text, volume bigint, numerator bigint, denominator bigint,
                   percent numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH received AS (
        SELECT b.office, b.total
        FROM stats.buckets(motcua.year_before(least(period_to, today)), period_to, by_office, tree, today, known_run) AS b
        WHERE by_volume AND b.bucket = 'received'
    ), rated AS (
        SELECT o.code, o.name, o.level, r.numerator, r.denominator, k.lower_is_better, g.name AS volume_group, g.received_from, g.received_to,
               CASE WHEN of_level IS NULL THEN p.parent END AS parent, CASE WHEN by_volume OR of_level IS NOT NULL THEN o.level END AS kind,
               CASE WHEN by_volume THEN coalesce(v.total, 0) END AS volume,
               motcua.no_place(r.denominator, minimum, NOT by_volume OR g.name IS NOT NULL) AS no_place
        FROM motcua.rate AS k
        CROSS JOIN LATERAL motcua.rate_of_offices(k.rate, k.profile, period_from, period_to, by_office, tree, today, known_run) AS r
        JOIN motcua.office AS o ON o.code = r.office
        LEFT JOIN motcua.office_parents(motcua.answering_day(tree, NULL, least(period_to, today))) AS p ON p.office = o.code
        LEFT JOIN received AS v ON v.office = o.code
        LEFT JOIN LATERAL motcua.volume_group_of(o.level, coalesce(v.total, 0)) AS g ON by_volume
        WHERE k.profile = (SELECT motcua.known('profile', ranking_among.profile, array_agg(a.profile)) FROM motcua.profile AS a)
          AND k.rate = (SELECT motcua.known('rate', ranking_among.rate, array_agg(a.rate)) FROM motcua.rate AS a
                        WHERE a.profile = ranking_among.profile)
          AND (of_level IS NULL OR o.level = (SELECT motcua.known('level', of_level, array_agg(a.level)) FROM motcua.office AS a))
          AND (SELECT motcua.is_office(under_office)) AND (under_office IS NULL OR p.parent = under_office)
          AND (r.denominator > 0 OR coalesce(o.valid_from <= motcua.answering_day(tree, NULL, period_to), true)
                                    AND coalesce(o.valid_to >= motcua.answering_day(tree, NULL, period_from), true))
    ), placed AS (
        SELECT r.*, CASE WHEN r.no_place IS NULL THEN rank() OVER (
                   PARTITION BY r.parent, r.kind, r.volume_group, r.no_place IS NULL
                   ORDER BY CASE WHEN r.lower_is_better THEN 1 ELSE -1 END * motcua.fraction(r.numerator, r.denominator)) END AS place,
               count(*) FILTER (WHERE r.no_place IS NULL) OVER (PARTITION BY r.parent, r.kind, r.volume_group) AS ranked,
               dense_rank() OVER (ORDER BY r.parent NULLS FIRST, r.kind NULLS LAST, r.received_from DESC NULLS LAST) AS family
        FROM rated AS r
    )
    SELECT p.family, p.parent, p.kind, p.volume_group, p.received_from, p.received_to, p.place, p.ranked, motcua.rank_band(p.place, p.ranked),
           p.no_place, p.code, p.name, p.level, p.volume, p.numerator, p.denominator, motcua.percent(p.numerator, p.denominator)
    FROM placed AS p
    ORDER BY p.family, p.place NULLS LAST, p.code
$$;
COMMENT ON FUNCTION stats.ranking_among(text, date, date, text, text, boolean, bigint, text, text, text, date, bigint) IS
    'Offices among their equals by a rate in a period: with the same office above (as it is without more), or a whole level, or the children of an '
    'office; by_volume: only those of the same level and volume_group. Place 1 is the best one, by the exact fraction; equal ones share a place and '
    'a band (motcua.rank_band). volume: received in the 12 months that end with the last day of the period, or today. no_place: why an office has '
    'none, such as a denominator below the minimum. VI: Xếp hạng cơ quan trong nhóm tương đương: cùng cấp trên, cùng cấp, hoặc trực thuộc một cơ '
    'quan; by_volume: cùng cấp và cùng nhóm số hồ sơ tiếp nhận trong 12 tháng đến hết kỳ. Bằng nhau thì đồng hạng, cùng mức.';

CREATE OR REPLACE FUNCTION stats.ranking(rate text, period_from date, period_to date, profile text DEFAULT 'report',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (parent text, place bigint, sisters bigint, office text, name text, level text,
                   numerator bigint, denominator bigint, percent numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.parent, r.place, r.ranked, r.office, r.name, r.level, r.numerator, r.denominator, r.percent
    FROM stats.ranking_among(rate, period_from, period_to, profile => profile, by_office => by_office, tree => tree, today => today,
        known_run => known_run) AS r
    ORDER BY r.family, r.place NULLS LAST, r.office
$$;

REVOKE ALL ON FUNCTION motcua.volume_group_of(text, bigint), motcua.year_before(date), motcua.fraction(bigint, bigint),
    motcua.rank_band(bigint, bigint), motcua.no_place(bigint, bigint, boolean),
    motcua.rate_of_offices(text, text, date, date, text, text, date, bigint),
    stats.ranking_among(text, date, date, text, text, boolean, bigint, text, text, text, date, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.volume_group_of(text, bigint), motcua.year_before(date), motcua.fraction(bigint, bigint),
    motcua.rank_band(bigint, bigint), motcua.no_place(bigint, bigint, boolean),
    motcua.rate_of_offices(text, text, date, date, text, text, date, bigint),
    stats.ranking_among(text, date, date, text, text, boolean, bigint, text, text, text, date, bigint)
TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
