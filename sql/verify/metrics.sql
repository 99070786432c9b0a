-- Verify motcua:metrics on pg

BEGIN;

SELECT has_function_privilege('motcua_analyst', 'motcua.metric_label(text, text)', 'execute');
SELECT has_function_privilege('motcua_analyst', 'motcua.metrics(text)', 'execute');

ROLLBACK;
