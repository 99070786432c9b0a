-- Hồ sơ đến vào thứ mấy? On which weekdays do dossiers come in, and by which channel?
\ir include/defaults.psql
SELECT extract(isodow FROM d.received_on)::integer AS weekday,
       (ARRAY['thứ hai', 'thứ ba', 'thứ tư', 'thứ năm', 'thứ sáu', 'thứ bảy', 'chủ nhật'])[extract(isodow FROM d.received_on)::integer] AS name,
       count(*) AS received, count(*) FILTER (WHERE d.channel = 'online') AS online,
       motcua.percent(count(*), sum(count(*)) OVER ()::bigint) AS share
FROM motcua.dossier AS d
WHERE d.received_on BETWEEN :'period_from' AND :'period_to'
  AND (:'office' = '' OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
GROUP BY 1, 2
ORDER BY 1;
