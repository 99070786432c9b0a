-- Verify motcua:doubts on pg

BEGIN;

SELECT * FROM stats.doubts('2024-01-01', '2024-01-31');

ROLLBACK;
