-- Verify motcua:wording on pg

BEGIN;

SELECT 1 / (motcua.day_text('2024-05-09') = '09/05/2024')::integer;
SELECT 1 / (motcua.local_text('2024-05-09 10:00+07') = '09/05/2024 10:00')::integer;
SELECT has_function_privilege('motcua.day_text(date)', 'execute');
SELECT has_function_privilege('motcua.local_text(timestamptz)', 'execute');
SELECT has_function_privilege('motcua.mass_closings(date, date)', 'execute');
SELECT has_function_privilege('motcua.row_reason(text, motcua.dossier)', 'execute');
SELECT has_function_privilege('motcua.reason(text, bigint, date, motcua.dossier, motcua.feedback, motcua.procedure)', 'execute');

ROLLBACK;
