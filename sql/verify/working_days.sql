-- Verify motcua:working_days on pg

BEGIN;

SELECT 1 / (motcua.weekdays_until('2024-05-20') - motcua.weekdays_until('2024-05-17') = 1)::int;
SELECT has_function_privilege('motcua.weekdays_until(date)', 'execute');
SELECT has_function_privilege('motcua.working_days_between(date, date)', 'execute');
SELECT has_function_privilege('motcua.working_days(date, date)', 'execute');
SELECT has_function_privilege('motcua.days_off()', 'execute');
SELECT has_function_privilege('motcua.working_day_number(date, date[], date[])', 'execute');
SELECT 1 / (motcua.working_days_between('2024-05-17', '2024-05-17') = 0)::int;
SELECT w.days FROM motcua.working_days('2024-05-17', '2024-05-20') AS w;

ROLLBACK;
