-- Verify motcua:restated on pg

BEGIN;

SELECT has_function_privilege('stats.restated(date, date, text, date)', 'EXECUTE');
SELECT has_function_privilege('stats.moved(date, date, text, date)', 'EXECUTE');

ROLLBACK;
