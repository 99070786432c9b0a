-- Verify motcua:periods on pg

BEGIN;

SELECT 1 / (period_to = '2024-06-06')::int FROM stats.period('bao-cao-6-thang/2024');
SELECT * FROM stats.standing_periods('2024-01-01');
SELECT period, unit, from_month, from_day, to_month, to_day, standing, text_en, text_vi FROM motcua.reporting_period WHERE false;
SELECT has_function_privilege('motcua.day_of_month(date, integer, integer)', 'execute');
SELECT has_function_privilege('stats.period(text)', 'execute');
SELECT has_function_privilege('motcua.period_kind(date, date)', 'execute');
SELECT has_function_privilege('stats.standing_periods(date, text)', 'execute');

ROLLBACK;
