-- Verify motcua:doubts on pg

BEGIN;

SELECT * FROM stats.doubts('2024-01-01', '2024-01-31');
SELECT has_function_privilege('motcua.source_doubts(text, date, date)', 'execute');
SELECT has_function_privilege('stats.doubts(date, date, text, text, text, date)', 'execute');

ROLLBACK;
