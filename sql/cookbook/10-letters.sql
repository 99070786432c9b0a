-- Hồ sơ trễ đã xin lỗi chưa (biểu 07a)? Late and overdue dossiers with and without a letter, by office, as form 07a asks.
\ir include/defaults.psql
SELECT b.office, o.name,
       coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_apology'), 0) AS resolved_with_letter,
       coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_apology_due'), 0)
           - coalesce(sum(b.total) FILTER (WHERE b.bucket = 'resolved_apology'), 0) AS resolved_without,
       coalesce(sum(b.total) FILTER (WHERE b.bucket = 'pending_apology'), 0) AS open_with_letter,
       coalesce(sum(b.total) FILTER (WHERE b.bucket = 'pending_apology_due'), 0)
           - coalesce(sum(b.total) FILTER (WHERE b.bucket = 'pending_apology'), 0) AS open_without
FROM stats.buckets(:'period_from', :'period_to') AS b JOIN motcua.office AS o ON o.code = b.office
WHERE b.bucket IN ('resolved_apology', 'resolved_apology_due', 'pending_apology', 'pending_apology_due')
  AND (:'office' = '' OR b.office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = :'office'))
GROUP BY b.office, o.name
ORDER BY b.office;
