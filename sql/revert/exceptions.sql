-- Revert motcua:exceptions from pg

BEGIN;

DROP FUNCTION stats.stories(text[], text[]);
DROP FUNCTION stats.moved_lists(date, date, date, integer);
DROP FUNCTION stats.flag_lists(date, date, integer);
DROP FUNCTION stats.near_due_lists(integer, integer);
DROP FUNCTION stats.exception_lists(date, date, integer, text, date);
DROP TYPE motcua.listed_dossier;

COMMIT;
