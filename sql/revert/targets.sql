-- Revert motcua:targets from pg

BEGIN;

DROP FUNCTION stats.targets(date, date, text, text, daterange[], text, text, date, bigint);
DROP FUNCTION motcua.targets_on(date, text);
DROP FUNCTION motcua.target_state(text, bigint, bigint, numeric, numeric);
DROP FUNCTION motcua.required(motcua.target, integer, bigint, bigint);
DROP FUNCTION motcua.points_between(bigint, bigint, bigint, bigint);
DROP FUNCTION motcua.same_days(date, date, integer);
DROP FUNCTION motcua.level_order(text);
DROP TABLE motcua.target;
DROP FUNCTION motcua.check_target();

COMMIT;
