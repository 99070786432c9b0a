-- Revert motcua:pendency from pg

BEGIN;

DROP FUNCTION stats.pendency(date, text, text, text, date, bigint);
DROP FUNCTION stats.pendency_bands(date, text, text, text, date, bigint);
DROP FUNCTION motcua.overdue_by_band(date, text, text, text, date, bigint);
DROP FUNCTION stats.pendency_dossiers(date, text, text, text, text, date, bigint);
DROP FUNCTION motcua.month_before(date);
DROP TABLE motcua.overdue_band;

COMMIT;
