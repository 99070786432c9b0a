-- Hồ sơ xong trước hay sau hạn bao nhiêu ngày? How many days before or after the due day are dossiers resolved?
\ir include/defaults.psql
SELECT greatest(least(d.due_on - d.closed_on, 30), -30) AS days_to_spare, count(*) AS resolved,
       motcua.percent(count(*), sum(count(*)) OVER ()::bigint) AS share
FROM motcua.dossier AS d
WHERE d.closed_on BETWEEN :'period_from' AND :'period_to' AND d.outcome = 'resolved' AND d.due_on IS NOT NULL
  AND (:'office' = '' OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
GROUP BY 1
ORDER BY 1;
