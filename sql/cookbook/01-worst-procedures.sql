-- Thủ tục nào làm người dân chờ thêm nhiều ngày nhất? Which procedures cost citizens the most late days?
\ir include/defaults.psql
SELECT d.procedure, p.name, count(*) AS late_dossiers, sum(d.closed_on - d.due_on) AS late_days, max(d.closed_on - d.due_on) AS longest,
       round(avg(d.closed_on - d.due_on), 1) AS mean_days
FROM motcua.dossier AS d LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
WHERE d.closed_on BETWEEN :'period_from' AND :'period_to' AND d.outcome = 'resolved' AND d.timeliness = 'late'
  AND (:'office' = '' OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
GROUP BY d.procedure, p.name
ORDER BY late_days DESC, d.procedure
LIMIT 20;
