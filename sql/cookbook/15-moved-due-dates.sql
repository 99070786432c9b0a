-- Ngày hẹn trả bị dời bao nhiêu lần, bao xa, có căn cứ không? How often and how far were due dates moved on, and on what ground?
\ir include/defaults.psql
SELECT d.handling_office AS office, count(*) AS moved, count(*) FILTER (WHERE m.new_due_at IS NULL) AS removed,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY motcua.local_day(m.new_due_at) - motcua.local_day(m.old_due_at)) AS median_days,
       count(*) FILTER (WHERE m.has_letter) AS with_letter, count(*) FILTER (WHERE m.has_supplement AND NOT m.has_letter) AS with_supplement,
       count(*) FILTER (WHERE NOT m.has_letter AND NOT m.has_supplement) AS without_ground
FROM motcua.moved_due AS m JOIN motcua.dossier AS d ON d.source = m.source AND d.code = m.code
WHERE motcua.local_day(m.old_due_at) BETWEEN :'period_from' AND :'period_to'
  AND (:'office' = '' OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
GROUP BY d.handling_office
ORDER BY count(*) DESC, d.handling_office;
