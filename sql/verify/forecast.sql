-- Verify motcua:forecast on pg

BEGIN;

SELECT * FROM stats.near_due(3);
SELECT * FROM stats.near_due_counts(3);
SELECT * FROM stats.letters_due(1);
SELECT * FROM stats.overdue_forecast(1);
SELECT * FROM stats.ceiling_forecast(1);
SELECT * FROM stats.ceiling_dossiers(NULL, 1) WHERE false;

ROLLBACK;
