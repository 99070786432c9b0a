-- Verify motcua:full_by_default on pg

BEGIN;

SELECT marks FROM motcua.procedure WHERE false;
SELECT 1 / motcua.has_mark(motcua.procedure_marks(NULL, NULL, NULL, NULL, NULL, true), 'full_eligible')::integer;
SELECT has_function_privilege('motcua.procedure_marks(motcua.online_level, boolean, boolean, boolean, boolean, boolean)', 'execute');
SELECT has_function_privilege('motcua.mark_reason(text, motcua.dossier, motcua.procedure)', 'execute');

ROLLBACK;
