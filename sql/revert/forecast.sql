-- Revert motcua:forecast from pg

BEGIN;

DROP FUNCTION stats.ceiling_dossiers(text, integer, numeric, text);
DROP FUNCTION stats.ceiling_forecast(integer, numeric, text, text);
DROP FUNCTION motcua.late_allowed(bigint, bigint, numeric);
DROP FUNCTION stats.overdue_forecast(integer, text);
DROP FUNCTION stats.letters_due(integer, text);
DROP FUNCTION stats.near_due_counts(integer, text);
DROP FUNCTION stats.near_due(integer, text);
DROP FUNCTION motcua.horizon(integer);

COMMIT;
