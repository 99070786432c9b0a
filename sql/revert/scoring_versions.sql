-- Revert motcua:scoring_versions from pg

BEGIN;

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

DROP FUNCTION motcua.scoring_doubt(text, date);
DROP FUNCTION motcua.scoring_on(text, date);
DROP FUNCTION motcua.scoring_names();
DROP FUNCTION motcua.distance_from_force(date, date, date);
ALTER TABLE motcua.scoring DROP COLUMN family;
COMMENT ON TABLE motcua.scoring IS 'Sets of criteria that turn rates into points. VI: Các bộ tiêu chí chấm điểm.';

COMMIT;
