-- Revert motcua:calendar from pg

BEGIN;

DROP FUNCTION motcua.add_working_days(date, integer);
DROP FUNCTION motcua.is_working_day(date);
DROP TABLE motcua.calendar_day;

COMMIT;
