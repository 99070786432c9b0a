-- Revert motcua:monthly from pg

BEGIN;

DROP FUNCTION stats.monthly(date, date, text, text, date, bigint);
DROP FUNCTION motcua.month_cells(date, date, text, text, date, bigint);
DROP FUNCTION motcua.months_of(date, date, text, date);

COMMIT;
