-- Verify motcua:reasons on pg

BEGIN;

-- Every mark can be put into words.
SELECT 1 / (count(*) = 0)::int
FROM (SELECT DISTINCT unnest(b.marks) AS mark FROM motcua.bucket AS b) AS m
CROSS JOIN LATERAL (SELECT jsonb_populate_record(NULL::motcua.dossier,
    '{"erroneous": true, "apology_at": "2024-01-01", "due_at_first": "2024-01-01"}') AS d) AS d
WHERE motcua.mark_reason(m.mark, d.d, NULL) IS NULL;
SELECT has_function_privilege('motcua.local_text(timestamptz)', 'execute');
SELECT has_function_privilege('motcua.day_text(date)', 'execute');
SELECT has_function_privilege('motcua.rule_doubt(date, date, date, date)', 'execute');
SELECT has_function_privilege('motcua.status_text(smallint)', 'execute');
SELECT has_function_privilege('motcua.field_text(text)', 'execute');
SELECT has_function_privilege('motcua.closing_reason(motcua.timeliness, date, timestamptz, date, timestamptz)', 'execute');
SELECT has_function_privilege('motcua.pending_reason(bigint, date, date)', 'execute');
SELECT has_function_privilege('motcua.mark_reason(text, motcua.dossier, motcua.procedure)', 'execute');
SELECT has_function_privilege('motcua.reason(text, bigint, date, motcua.dossier, motcua.feedback, motcua.procedure)', 'execute');

ROLLBACK;
