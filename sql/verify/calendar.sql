-- Verify motcua:calendar on pg

BEGIN;

SELECT day, working, note FROM motcua.calendar_day WHERE false;
SELECT motcua.add_working_days('2024-02-07', 1);
SELECT has_function_privilege('motcua.is_working_day(date)', 'execute');
SELECT has_function_privilege('motcua.add_working_days(date, integer)', 'execute');

ROLLBACK;
