-- Bao nhiêu hồ sơ đang chờ người dân bổ sung hoặc nộp phí? How many dossiers wait for a supplement or a payment, and how long?
\ir include/defaults.psql
SELECT d.handling_office AS office, o.name, count(*) FILTER (WHERE d.status = 5) AS supplement, count(*) FILTER (WHERE d.status = 6) AS payment,
       count(*) FILTER (WHERE d.due_on < motcua.today()) AS overdue, max(motcua.today() - d.received_on) AS longest_days
FROM motcua.dossier AS d JOIN motcua.office AS o ON o.code = d.handling_office
WHERE d.outcome IS NULL AND d.received_on <= motcua.today() AND d.status IN (5, 6)
  AND (:'office' = '' OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
GROUP BY d.handling_office, o.name
ORDER BY count(*) DESC, d.handling_office;
