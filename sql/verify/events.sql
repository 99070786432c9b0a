-- Verify motcua:events on pg

BEGIN;

SELECT * FROM motcua.period_marks('2024-01-01', '2024-01-01');

ROLLBACK;
