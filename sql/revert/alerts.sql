-- Revert motcua:alerts from pg

BEGIN;

DROP FUNCTION stats.late_dossiers(text[], date, date, integer);
DROP FUNCTION stats.raise_alerts(bigint, numeric, text);
DROP FUNCTION stats.late_offices(numeric, text, bigint);
DROP TABLE motcua.outbox;
DROP TABLE stats.alert;

COMMIT;
