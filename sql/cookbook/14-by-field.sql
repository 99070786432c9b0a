-- Tình hình theo lĩnh vực (biểu II.06a)? The columns of form II.06a by field of administration.
\ir include/defaults.psql
SELECT coalesce(f.field, 'chưa rõ lĩnh vực') AS field,
       count(*) FILTER (WHERE e.event = 'received') AS received, count(*) FILTER (WHERE e.event = 'received' AND e.channel = 'online') AS online,
       count(*) FILTER (WHERE e.event = 'carried_in') AS carried_in,
       count(*) FILTER (WHERE e.event = 'closed' AND e.outcome = 'resolved') AS resolved,
       count(*) FILTER (WHERE e.event = 'closed' AND e.outcome = 'resolved' AND e.timeliness = 'early') AS early,
       count(*) FILTER (WHERE e.event = 'closed' AND e.outcome = 'resolved' AND e.timeliness IN ('on_day', 'on_day_after_hour')) AS on_time,
       count(*) FILTER (WHERE e.event = 'closed' AND e.outcome = 'resolved' AND e.timeliness = 'late') AS late,
       count(*) FILTER (WHERE e.event = 'pending') AS pending, count(*) FILTER (WHERE e.event = 'pending' AND e.stock = 'overdue') AS overdue
FROM motcua.period_events(:'period_from', :'period_to') AS e
-- OFFSET 0: each is looked up by its key, rather than all dossiers joined to those of the period.
CROSS JOIN LATERAL (
    SELECT p.field FROM motcua.dossier AS d LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
    WHERE d.source = e.source AND d.code = e.code OFFSET 0
) AS f
WHERE e.event IN ('received', 'carried_in', 'closed', 'pending')
  AND (:'office' = '' OR e.office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
GROUP BY 1
ORDER BY 1;
