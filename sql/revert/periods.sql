-- Revert motcua:periods from pg

BEGIN;

DROP FUNCTION stats.standing_periods(date, text);
DROP FUNCTION motcua.period_kind(date, date);
DROP FUNCTION stats.period(text);
DROP FUNCTION motcua.day_of_month(date, integer, integer);
DROP TABLE motcua.reporting_period;

COMMIT;
