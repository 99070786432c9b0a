-- Verify motcua:forecast on pg

BEGIN;

SELECT * FROM stats.near_due(3);
SELECT * FROM stats.near_due_counts(3);
SELECT * FROM stats.letters_due(1);
SELECT * FROM stats.overdue_forecast(1);
SELECT * FROM stats.ceiling_forecast(1);
SELECT * FROM stats.ceiling_dossiers(NULL, 1) WHERE false;
SELECT has_function_privilege('motcua.horizon(integer)', 'execute');
SELECT has_function_privilege('stats.near_due(integer, text)', 'execute');
SELECT has_function_privilege('stats.near_due_counts(integer, text)', 'execute');
SELECT has_function_privilege('stats.letters_due(integer, text)', 'execute');
SELECT has_function_privilege('stats.overdue_forecast(integer, text)', 'execute');
SELECT has_function_privilege('motcua.late_allowed(bigint, bigint, numeric)', 'execute');
SELECT has_function_privilege('stats.ceiling_forecast(integer, numeric, text, text)', 'execute');
SELECT has_function_privilege('stats.ceiling_dossiers(text, integer, numeric, text)', 'execute');

ROLLBACK;
