-- Revert motcua:rank_groups from pg

BEGIN;

CREATE OR REPLACE FUNCTION stats.ranking(rate text, period_from date, period_to date, profile text DEFAULT 'report',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (parent text, place bigint, sisters bigint, office text, name text, level text,
                   numerator bigint, denominator bigint, percent numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT p.parent,
           CASE WHEN r.denominator > 0 THEN
               rank() OVER (PARTITION BY p.parent ORDER BY r.denominator = 0,
                            CASE WHEN k.lower_is_better THEN 1 ELSE -1 END * div(r.numerator * 1000000000000000::numeric, nullif(r.denominator, 0)))
           END,
           count(*) FILTER (WHERE r.denominator > 0) OVER (PARTITION BY p.parent),
           o.code, o.name, o.level, r.numerator, r.denominator, motcua.percent(r.numerator, r.denominator)
    FROM motcua.rates(period_from, period_to, by_office, tree, today, known_run) AS r
    JOIN motcua.office AS o ON o.code = r.office
    JOIN motcua.rate AS k ON k.profile = r.profile AND k.rate = r.rate
    LEFT JOIN motcua.office_parents(motcua.answering_day(tree, NULL, least(period_to, today))) AS p ON p.office = o.code
    WHERE r.profile = (SELECT motcua.known('profile', ranking.profile, array_agg(a.profile)) FROM motcua.profile AS a)
      AND r.rate = (SELECT motcua.known('rate', ranking.rate, array_agg(a.rate)) FROM motcua.rate AS a WHERE a.profile = ranking.profile)
      AND (r.denominator > 0 OR coalesce(o.valid_from <= motcua.answering_day(tree, NULL, period_to), true)
                                AND coalesce(o.valid_to >= motcua.answering_day(tree, NULL, period_from), true))
    ORDER BY p.parent NULLS FIRST, 2 NULLS LAST, o.code
$$;

DROP FUNCTION stats.ranking_among(text, date, date, text, text, boolean, bigint, text, text, text, date, bigint);
DROP FUNCTION motcua.rate_of_offices(text, text, date, date, text, text, date, bigint);
DROP FUNCTION motcua.no_place(bigint, bigint, boolean);
DROP FUNCTION motcua.rank_band(bigint, bigint);
DROP FUNCTION motcua.fraction(bigint, bigint);
DROP FUNCTION motcua.year_before(date);
DROP FUNCTION motcua.volume_group_of(text, bigint);
DROP TABLE motcua.volume_group;

COMMIT;
