-- So với cùng kỳ năm trước thì sao? Received and late by month, against the same days of the year before.
\ir include/defaults.psql
WITH asked AS (
    SELECT o.code FROM motcua.office AS o
    WHERE :'office' = '' OR o.code IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office')
), flow AS (
    SELECT 'received' AS what, d.received_on AS day, d.handling_office FROM motcua.dossier AS d
    WHERE d.received_on BETWEEN :'period_from' AND :'period_to'
    UNION ALL
    SELECT 'received_before', (d.received_on + interval '1 year')::date, d.handling_office FROM motcua.dossier AS d
    WHERE d.received_on BETWEEN (date :'period_from' - interval '1 year')::date AND (date :'period_to' - interval '1 year')::date
    UNION ALL
    SELECT 'late', d.closed_on, d.handling_office FROM motcua.dossier AS d
    WHERE d.closed_on BETWEEN :'period_from' AND :'period_to' AND d.outcome = 'resolved' AND d.timeliness = 'late'
    UNION ALL
    SELECT 'late_before', (d.closed_on + interval '1 year')::date, d.handling_office FROM motcua.dossier AS d
    WHERE d.closed_on BETWEEN (date :'period_from' - interval '1 year')::date AND (date :'period_to' - interval '1 year')::date
      AND d.outcome = 'resolved' AND d.timeliness = 'late'
)
SELECT to_char(f.day, 'YYYY-MM') AS month, count(*) FILTER (WHERE f.what = 'received') AS received,
       count(*) FILTER (WHERE f.what = 'received_before') AS received_before,
       count(*) FILTER (WHERE f.what = 'late') AS late, count(*) FILTER (WHERE f.what = 'late_before') AS late_before
FROM flow AS f JOIN asked AS a ON a.code = f.handling_office
GROUP BY 1
ORDER BY 1;
