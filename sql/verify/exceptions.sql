-- Verify motcua:exceptions on pg

BEGIN;

SELECT 'motcua.listed_dossier'::regtype;
SELECT has_function_privilege('stats.exception_lists(date, date, integer, text, date)', 'EXECUTE'),
       has_function_privilege('stats.near_due_lists(integer, integer)', 'EXECUTE'),
       has_function_privilege('stats.flag_lists(date, date, integer)', 'EXECUTE'),
       has_function_privilege('stats.moved_lists(date, date, date, integer)', 'EXECUTE'),
       has_function_privilege('stats.stories(text[], text[])', 'EXECUTE');

ROLLBACK;
