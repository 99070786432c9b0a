-- Tình hình theo lĩnh vực (biểu II.06a)? The columns of form II.06a by field of administration.
\ir include/defaults.psql
SELECT coalesce(f.field, 'chưa rõ lĩnh vực') AS field,
       count(*) FILTER (WHERE motcua.has_mark(m.marks, 'received')) AS received,
       count(*) FILTER (WHERE motcua.has_mark(m.marks, 'received') AND motcua.has_mark(m.marks, 'online')) AS online,
       count(*) FILTER (WHERE motcua.has_mark(m.marks, 'carried_in')) AS carried_in,
       count(*) FILTER (WHERE motcua.has_mark(m.marks, 'resolved')) AS resolved,
       count(*) FILTER (WHERE motcua.has_mark(m.marks, 'resolved') AND motcua.has_mark(m.marks, 'early')) AS early,
       count(*) FILTER (WHERE motcua.has_mark(m.marks, 'resolved') AND m.marks & motcua.marks('on_day', 'on_day_after_hour') <> 0) AS on_time,
       count(*) FILTER (WHERE motcua.has_mark(m.marks, 'resolved') AND motcua.has_mark(m.marks, 'late')) AS late,
       count(*) FILTER (WHERE motcua.has_mark(m.marks, 'pending')) AS pending,
       count(*) FILTER (WHERE motcua.has_mark(m.marks, 'overdue')) AS overdue
FROM motcua.period_marks(:'period_from', :'period_to') AS m
-- OFFSET 0: each is looked up by its key, rather than all dossiers joined to those of the period.
CROSS JOIN LATERAL (
    SELECT p.field FROM motcua.dossier AS d LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
    WHERE d.source = m.source AND d.code = m.code OFFSET 0
) AS f
WHERE m.entity = 'dossier' AND (:'office' = '' OR m.office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
GROUP BY 1
ORDER BY 1;
