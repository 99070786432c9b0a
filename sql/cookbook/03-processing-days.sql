-- Mỗi thủ tục thường mất bao nhiêu ngày? How many days does a procedure take: half of the dossiers, nine in ten, and
-- the mean of indicator 2.2 of Decision 766?
\ir include/defaults.psql
SELECT d.procedure, p.name, count(*) AS resolved, percentile_disc(0.5) WITHIN GROUP (ORDER BY d.closed_on - d.received_on) AS median_days,
       percentile_disc(0.9) WITHIN GROUP (ORDER BY d.closed_on - d.received_on) AS ninetieth_days,
       round(avg(d.closed_on - d.received_on), 2) AS mean_days,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY d.due_on - d.received_on) AS median_allowed
FROM motcua.dossier AS d LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
WHERE d.closed_on BETWEEN :'period_from' AND :'period_to' AND d.outcome = 'resolved'
  AND (:'office' = '' OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
GROUP BY d.procedure, p.name
ORDER BY resolved DESC, d.procedure;
