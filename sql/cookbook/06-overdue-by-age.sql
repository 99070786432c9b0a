-- Hồ sơ đang quá hạn đã trễ bao lâu? How old is what is overdue today?
\ir include/defaults.psql
SELECT b.band AS days_late, count(*) AS dossiers, count(*) FILTER (WHERE d.status IN (5, 6)) AS paused,
       count(*) FILTER (WHERE d.apology_at IS NOT NULL) AS with_letter
FROM motcua.dossier AS d
CROSS JOIN LATERAL (SELECT k.band, k.from_days FROM motcua.overdue_band AS k
                    WHERE k.from_days <= motcua.today() - d.due_on ORDER BY k.from_days DESC LIMIT 1) AS b
WHERE d.outcome IS NULL AND d.received_on <= motcua.today() AND d.due_on < motcua.today()
  AND (:'office' = '' OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
GROUP BY b.band, b.from_days
ORDER BY b.from_days;
