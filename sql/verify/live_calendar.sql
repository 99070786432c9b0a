-- Verify motcua:live_calendar on pg

BEGIN;

SELECT has_function_privilege('motcua.refresh_feedback_due()', 'execute');
SELECT has_function_privilege('motcua.count_anew()', 'execute');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.calendar_day'::regclass, 'count_anew');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.feedback_term'::regclass, 'count_anew');

ROLLBACK;
