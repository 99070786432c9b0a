-- Revert motcua:working_days from pg

BEGIN;

DROP FUNCTION motcua.working_days(date, date);
DROP FUNCTION motcua.working_day_number(date, date[], date[]);
DROP FUNCTION motcua.days_off();
DROP FUNCTION motcua.working_days_between(date, date);
DROP FUNCTION motcua.weekdays_until(date);

COMMIT;
