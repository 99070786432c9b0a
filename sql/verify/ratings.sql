-- Verify motcua:ratings on pg

BEGIN;

SELECT source, code, office, dossier, answered_at, level, source_updated_at, skipped, first_run_id, last_run_id, answered_on
FROM motcua.rating WHERE false;
SELECT 'motcua.satisfaction'::regtype;

ROLLBACK;
