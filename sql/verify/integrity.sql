-- Verify motcua:integrity on pg

BEGIN;

SELECT source, code, office, flag, status, received_at, due_at, finished_at, returned_at, reason FROM stats.integrity_flags WHERE false;
SELECT * FROM stats.integrity('2024-01-01', '2024-01-01');
SELECT * FROM stats.integrity_rates('2024-01-01', '2024-01-01');

ROLLBACK;
