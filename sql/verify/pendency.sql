-- Verify motcua:pendency on pg

BEGIN;

SELECT band, from_days FROM motcua.overdue_band WHERE false;
SELECT * FROM stats.pendency('2024-01-01');
SELECT * FROM stats.pendency_bands('2024-01-01');
SELECT has_function_privilege('motcua.month_before(date)', 'execute');
SELECT has_function_privilege('stats.pendency_dossiers(date, text, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('motcua.overdue_by_band(date, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.pendency_bands(date, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.pendency(date, text, text, text, date, bigint)', 'execute');
SELECT 1 / has_table_privilege('motcua_analyst', 'motcua.overdue_band', 'SELECT')::int;

ROLLBACK;
