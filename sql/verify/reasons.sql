-- Verify motcua:reasons on pg

BEGIN;

-- Every mark can be put into words.
SELECT 1 / (count(*) = 0)::int
FROM (SELECT DISTINCT unnest(b.marks) AS mark FROM motcua.bucket AS b) AS m
CROSS JOIN LATERAL (SELECT jsonb_populate_record(NULL::motcua.dossier,
    '{"erroneous": true, "apology_at": "2024-01-01", "due_at_first": "2024-01-01"}') AS d) AS d
WHERE motcua.mark_reason(m.mark, d.d, NULL) IS NULL;

ROLLBACK;
