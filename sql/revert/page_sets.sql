-- Revert motcua:page_sets from pg

BEGIN;

DROP FUNCTION stats.page_restated(date, date, text, date);
DROP FUNCTION stats.page_bands(date);
DROP FUNCTION stats.page_procedures(date, date, integer);
DROP FUNCTION stats.page_rates(text[], text[], bigint[], text, date, date);
DROP FUNCTION stats.page_frame(date, date, date);
DROP FUNCTION stats.missing_dossiers(text, date, date, text, text, text, text, date, bigint);

COMMIT;
