-- Revert motcua:alerts from pg

BEGIN;

DROP FUNCTION stats.raise_alerts(bigint, numeric, text);
DROP FUNCTION stats.late_offices(numeric, text);
DROP FUNCTION stats.take_snapshot(bigint, text);
DROP FUNCTION stats.standing_periods(date, text);
DROP TABLE motcua.outbox;
DROP TABLE stats.alert;
DROP TABLE stats.snapshot;

COMMIT;
