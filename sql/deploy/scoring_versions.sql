-- Deploy motcua:scoring_versions to pg
-- requires: more_rates
-- A province may change its criteria within a year (Decision 2211/QD-UBND of Son La, 31 August 2025, was changed by 2712 two
-- months later). Each version is a scoring set of its own, with its criteria, and their family is what one asks for.

BEGIN;

ALTER TABLE motcua.scoring ADD COLUMN family text COLLATE "C" CHECK (family <> '');
COMMENT ON TABLE motcua.scoring IS 'Sets of criteria that turn rates into points; a set that was changed has a row for each of its versions. VI: Các bộ '
    'tiêu chí chấm điểm; bộ tiêu chí được sửa đổi thì mỗi phiên bản là một dòng.';
COMMENT ON COLUMN motcua.scoring.family IS 'Name that the versions of a set have in common, and by which the one in force is found; null: the set '
    'stands alone. VI: Tên chung của các phiên bản, dùng để tìm phiên bản đang có hiệu lực; trống nếu bộ tiêu chí chỉ có một phiên bản.';

-- One number, so that whoever looks for what holds on a day sorts by it and takes the first.
CREATE OR REPLACE FUNCTION motcua.distance_from_force(valid_from date, valid_to date, on_day date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN valid_from > on_day THEN 20000000 + (valid_from - on_day)
        ELSE coalesce(on_day - valid_from, 9000000) + CASE WHEN valid_to < on_day THEN 10000000 ELSE 0 END
    END;
COMMENT ON FUNCTION motcua.distance_from_force(date, date, date) IS
    'How far a version is from being the one that holds on a day; the least counts. First those in force, of which the newest; then those that have '
    'ended, of which the newest; then those to come, of which the next. VI: Khoảng cách đến phiên bản áp dụng cho một ngày, nhỏ nhất là phiên bản '
    'được dùng: đang có hiệu lực (mới nhất), rồi đã hết hiệu lực (mới nhất), rồi sắp có hiệu lực (gần nhất).';

CREATE OR REPLACE FUNCTION motcua.scoring_names() RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    SELECT array_agg(n.name ORDER BY n.name)
    FROM (SELECT s.scoring AS name FROM motcua.scoring AS s UNION SELECT s.family FROM motcua.scoring AS s WHERE s.family IS NOT NULL) AS n
$$;
COMMENT ON FUNCTION motcua.scoring_names() IS 'What a scoring set can be asked for by: names of sets, of versions and of families. VI: Tên các bộ tiêu '
    'chí, phiên bản và tên chung.';

CREATE OR REPLACE FUNCTION motcua.scoring_on(name text, on_day date) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    found text;
BEGIN
    -- The family before a version of the same name.
    SELECT s.scoring INTO found FROM motcua.scoring AS s
    WHERE name IN (coalesce(s.family, s.scoring), s.scoring)
    ORDER BY coalesce(s.family, s.scoring) = name DESC, motcua.distance_from_force(s.valid_from, s.valid_to, on_day), s.scoring
    LIMIT 1;
    IF found IS NULL THEN
        PERFORM motcua.known('scoring set', name, motcua.scoring_names());
    END IF;
    RETURN found;
END;
$$;
COMMENT ON FUNCTION motcua.scoring_on(text, date) IS 'Version of a scoring set that holds on a day, or is closest to it, by the name of its family; a '
    'version may also be asked for by its own name. VI: Phiên bản của bộ tiêu chí áp dụng cho một ngày, theo tên chung hoặc tên phiên bản.';

CREATE OR REPLACE FUNCTION motcua.scoring_doubt(version text, on_day date) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    SELECT CASE
        WHEN s.valid_from > on_day THEN format('bộ tiêu chí %s có hiệu lực từ %s, sau ngày chấm điểm %s', s.scoring, motcua.day_text(s.valid_from),
            motcua.day_text(on_day))
        WHEN s.valid_to < on_day THEN format('bộ tiêu chí %s hết hiệu lực sau %s, trước ngày chấm điểm %s', s.scoring, motcua.day_text(s.valid_to),
            motcua.day_text(on_day))
    END
    FROM motcua.scoring AS s WHERE s.scoring = version
$$;
COMMENT ON FUNCTION motcua.scoring_doubt(text, date) IS 'Why points of a day under a version may not hold: it was not in force; null when it was. VI: Vì '
    'sao điểm có thể không dùng được: phiên bản không có hiệu lực vào ngày chấm; trống nếu có hiệu lực.';

REVOKE ALL ON FUNCTION motcua.distance_from_force(date, date, date), motcua.scoring_on(text, date), motcua.scoring_names(),
    motcua.scoring_doubt(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.distance_from_force(date, date, date), motcua.scoring_on(text, date), motcua.scoring_names(),
    motcua.scoring_doubt(text, date) TO motcua_ingest, motcua_stats, motcua_analyst;

CREATE OR REPLACE FUNCTION stats.points(period_from date, period_to date, scoring text DEFAULT 'gia-nghia-2023',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, criterion text, rate text, numerator bigint, denominator bigint,
                   percent numeric, points numeric, max_points numeric, points_lost numeric, dossiers_needed bigint, no_rate text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH version AS MATERIALIZED (
        SELECT motcua.scoring_on(points.scoring, least(period_to, today)) AS scoring
    )
    SELECT r.office, o.name, o.level, c.criterion, c.rate, r.numerator, r.denominator,
           motcua.percent(r.numerator, r.denominator), v.points, c.max_points,
           c.max_points - v.points, v.hits - least(v.hits, r.numerator), NULL
    FROM motcua.scoring AS s
    JOIN motcua.criterion AS c ON c.scoring = s.scoring
    JOIN motcua.rates(period_from, period_to, by_office, tree, today, known_run) AS r ON r.profile = s.profile AND r.rate = c.rate
    JOIN motcua.office AS o ON o.code = r.office
    CROSS JOIN LATERAL (SELECT motcua.score(c, r.numerator, r.denominator) AS points, motcua.hits_for_maximum(c, r.denominator) AS hits) AS v
    WHERE s.scoring = (SELECT w.scoring FROM version AS w)
    UNION ALL
    SELECT o.code, o.name, o.level, c.criterion, NULL, NULL, NULL, NULL, NULL, c.max_points, NULL, NULL, c.no_rate
    FROM motcua.criterion AS c CROSS JOIN motcua.office AS o
    WHERE c.scoring = (SELECT w.scoring FROM version AS w) AND c.rate IS NULL
    ORDER BY 1, 4
$$;
COMMENT ON FUNCTION stats.points(date, date, text, text, text, date, bigint) IS
    'Points of every office and its subtree in a period under a scoring set, in the version that is in force on the last day of the period, or today '
    'while it is not over. points_lost: what is missing to the maximum; dossiers_needed: how many more dossiers of the denominator in the numerator '
    'win it back; no_rate: why a criterion cannot be computed, which then has no rate and no points. VI: Điểm của từng cơ quan (gồm trực thuộc) '
    'trong kỳ theo bộ tiêu chí có hiệu lực vào ngày cuối kỳ (hoặc hôm nay nếu kỳ chưa hết), điểm bị mất và số hồ sơ cần thêm để đạt điểm tối đa; '
    'no_rate: lý do tiêu chí không tính được.';

COMMIT;
