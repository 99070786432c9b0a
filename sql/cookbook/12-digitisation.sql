-- Cơ quan nào chưa đạt 75 % số hóa? Offices against the digitisation target of 75 %: documents and results, and how many are missing.
\ir include/defaults.psql
SELECT r.office, r.name, r.rate, r.numerator, r.denominator, r.percent,
       greatest(ceil(0.75 * r.denominator) - r.numerator, 0)::bigint AS missing
FROM stats.rates(:'period_from', :'period_to', 'report') AS r
WHERE r.rate IN ('components_digitised', 'results_digitised') AND r.denominator > 0
  AND (:'office' = '' OR r.office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
ORDER BY missing DESC, r.office, r.rate;
