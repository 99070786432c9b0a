-- Tỷ lệ nộp trực tuyến từng tháng, tăng giảm bao nhiêu điểm? Online share by month, with the change in percentage points.
\ir include/defaults.psql
SELECT m.month, m.received, m.online, motcua.percent(m.online, m.received) AS percent,
       motcua.percent(m.online, m.received) - lag(motcua.percent(m.online, m.received)) OVER (ORDER BY m.month) AS change
FROM (
    SELECT to_char(d.received_on, 'YYYY-MM') AS month, count(*) AS received, count(*) FILTER (WHERE d.channel = 'online') AS online
    FROM motcua.dossier AS d
    WHERE d.received_on BETWEEN :'period_from' AND :'period_to'
      AND (:'office' = '' OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
    GROUP BY 1
) AS m
ORDER BY m.month;
