-- Verify motcua:restated on pg

BEGIN;

SELECT has_function_privilege('motcua.last_publication(date, date, date)', 'execute');
SELECT has_function_privilege('stats.restated(date, date, text, date)', 'execute');
SELECT has_function_privilege('motcua.moved_dossiers(date, date, text, date)', 'execute');
SELECT has_function_privilege('stats.moved(date, date, text, date)', 'execute');

ROLLBACK;
