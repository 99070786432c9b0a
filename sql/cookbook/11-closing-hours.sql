-- Hồ sơ được kết thúc vào giờ nào? At which hours are dossiers closed, and how many outside office hours?
\ir include/defaults.psql
SELECT extract(hour FROM d.finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::integer AS hour, count(*) AS closed,
       count(*) FILTER (WHERE NOT motcua.is_working_day(d.closed_on)) AS on_days_off,
       count(*) FILTER (WHERE d.timeliness = 'late') AS late
FROM motcua.dossier AS d
WHERE d.closed_on BETWEEN :'period_from' AND :'period_to' AND d.finished_at IS NOT NULL
  AND (:'office' = '' OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
GROUP BY 1
ORDER BY 1;
