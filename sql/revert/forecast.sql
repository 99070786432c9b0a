-- Revert motcua:forecast from pg

BEGIN;

DROP FUNCTION stats.near_due_counts(integer, text);
DROP FUNCTION stats.near_due(integer, text);
DROP FUNCTION motcua.horizon(integer);

COMMIT;
