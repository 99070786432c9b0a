-- Verify motcua:disagreements on pg

BEGIN;

SELECT source, code, counted_in, difference FROM motcua.told_again WHERE false;
SELECT entity, counted_in, source, records, differing, example FROM motcua.told_twice WHERE false;
SELECT source, counted_in, reason FROM stats.counting('x');
SELECT has_function_privilege('motcua.as_told(motcua.dossier)', 'execute');
SELECT has_function_privilege('motcua.difference_text(jsonb, jsonb)', 'execute');
SELECT has_function_privilege('stats.counting(text)', 'execute');

ROLLBACK;
