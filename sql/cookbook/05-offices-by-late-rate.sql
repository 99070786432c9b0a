-- Cơ quan nào trễ nhiều nhất so với các cơ quan cùng cấp trên? Late rate of each office, and its place among its sisters.
\ir include/defaults.psql
SELECT r.office, r.name, r.numerator AS late, r.denominator AS resolved, r.percent,
       rank() OVER (PARTITION BY o.parent ORDER BY r.percent DESC NULLS LAST) AS place, count(*) OVER (PARTITION BY o.parent) AS sisters
FROM stats.rates(:'period_from', :'period_to', 'report') AS r JOIN motcua.office AS o ON o.code = r.office
WHERE r.rate = 'late' AND (:'office' = '' OR r.office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
ORDER BY o.parent NULLS FIRST, place, r.office;
