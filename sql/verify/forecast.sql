-- Verify motcua:forecast on pg

BEGIN;

SELECT * FROM stats.near_due(3);
SELECT * FROM stats.near_due_counts(3);

ROLLBACK;
