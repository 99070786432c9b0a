-- Verify motcua:calendar on pg

BEGIN;

SELECT day, working, note FROM motcua.calendar_day WHERE false;
SELECT motcua.add_working_days('2024-02-07', 1);

ROLLBACK;
