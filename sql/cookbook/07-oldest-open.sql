-- Những hồ sơ nào chưa xong đã lâu nhất? Which open dossiers have waited longest?
\ir include/defaults.psql
SELECT d.source, d.code, d.handling_office, d.procedure, d.status, d.received_on, d.due_on, motcua.today() - d.received_on AS days_open
FROM motcua.dossier AS d
WHERE d.outcome IS NULL AND d.received_on <= motcua.today()
  AND (:'office' = '' OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
ORDER BY d.received_on, d.source, d.code
LIMIT 20;
