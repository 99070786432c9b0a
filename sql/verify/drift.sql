-- Verify motcua:drift on pg

BEGIN;

SELECT source, field, looked_at, seen, kinds, is_there, first_run_id FROM motcua.source_field WHERE false;
SELECT source, field, code, first_run_id FROM motcua.source_code WHERE false;
SELECT drift_id, source, run_id, kind, field, detail FROM motcua.source_drift WHERE false;
SELECT source, seen_on, kind, field, detail FROM motcua.recent_drift WHERE false;
SELECT motcua.was_always_there('', '');
SELECT has_function_privilege('motcua.was_always_there(text, text)', 'execute');
SELECT has_function_privilege('motcua.note_shape(bigint, boolean, bigint, jsonb, jsonb)', 'execute');

ROLLBACK;
