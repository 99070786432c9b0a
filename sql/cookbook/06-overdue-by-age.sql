-- Hồ sơ đang quá hạn đã trễ bao lâu? How old is what is overdue today?
\ir include/defaults.psql
SELECT CASE WHEN a.days <= 3 THEN '1-3' WHEN a.days <= 7 THEN '4-7' WHEN a.days <= 30 THEN '8-30' WHEN a.days <= 90 THEN '31-90'
            ELSE '> 90' END AS days_late,
       count(*) AS dossiers, count(*) FILTER (WHERE a.paused) AS paused, count(*) FILTER (WHERE a.has_letter) AS with_letter
FROM (
    SELECT motcua.today() - d.due_on AS days, d.status IN (5, 6) AS paused, d.apology_at IS NOT NULL AS has_letter
    FROM motcua.dossier AS d
    WHERE d.outcome IS NULL AND d.received_on <= motcua.today() AND d.due_on < motcua.today()
      AND (:'office' = '' OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
) AS a
GROUP BY 1
ORDER BY min(a.days);
