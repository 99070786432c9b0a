-- Revert motcua:against from pg

BEGIN;

DROP FUNCTION stats.against_doubts(date, date, date, date, text, text, text, date);
DROP FUNCTION stats.against(date, date, date, date, text, text, text, text, date, bigint);
DROP FUNCTION motcua.terms_against(date, date, date, date, text, text, text, text, date, bigint);
DROP FUNCTION motcua.against_of(text[], text[], bigint[], text[], text[], bigint[], text);
DROP FUNCTION motcua.figures_of(text[], text[], bigint[], text);

COMMIT;
