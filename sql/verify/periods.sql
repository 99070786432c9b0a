-- Verify motcua:periods on pg

BEGIN;

SELECT 1 / (period_to = '2024-06-06')::int FROM stats.period('bao-cao-6-thang/2024');
SELECT * FROM stats.standing_periods('2024-01-01');

ROLLBACK;
