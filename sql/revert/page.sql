-- Revert motcua:page from pg

BEGIN;

DROP FUNCTION motcua.profiles_of(text[], text[], bigint[], text);
DROP FUNCTION motcua.page_months(date, integer);
DROP FUNCTION motcua.points_of(text[], text[], bigint[], text);
DROP FUNCTION stats.procedure_counts(date, date, text, text, date, bigint);
DROP FUNCTION stats.due_days(integer);
DROP FUNCTION motcua.on_time_needed(bigint, bigint, numeric);
DROP FUNCTION motcua.late_room(bigint, bigint, numeric);
DROP FUNCTION stats.source_states(interval);
DROP FUNCTION stats.period_before(date, date);
DROP FUNCTION stats.level_words();
DROP FUNCTION stats.rate_words(text, date, text);
DROP TABLE motcua.figure_label;

COMMIT;
