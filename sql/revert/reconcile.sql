-- Revert motcua:reconcile from pg

BEGIN;

DROP FUNCTION stats.reconcile_dossiers(date, date, jsonb, text);
DROP FUNCTION motcua.not_counted_reason(text, boolean, motcua.dossier, date, date);
DROP FUNCTION stats.reconcile(date, date, jsonb, text, integer);
DROP FUNCTION motcua.readings_told(motcua.reading_found[], motcua.reading_view[], motcua.reading_way[], text, integer);
DROP FUNCTION motcua.view_command(motcua.reading_view);
DROP FUNCTION motcua.rounding_text(motcua.reading_found, motcua.reading_way);
DROP FUNCTION motcua.view_text(motcua.reading_view);
DROP FUNCTION motcua.reading_tries(jsonb, date, date, motcua.reading_way[]);
DROP FUNCTION motcua.published_figures(jsonb, date, date);
DROP FUNCTION motcua.readings_found(motcua.reading_try[], motcua.reading_view[], motcua.reading_way[], integer);
DROP FUNCTION motcua.reading_fractions(motcua.reading_view, motcua.reading_way[], text[]);
DROP FUNCTION motcua.dossiers_apart(bigint, bigint, bigint, bigint);
DROP FUNCTION motcua.cut_off(bigint, bigint, bigint, boolean);
DROP FUNCTION motcua.rounded(bigint, bigint, bigint, boolean);
DROP FUNCTION motcua.reading_ways(text, text[]);
DROP TYPE motcua.reading_found;
DROP TYPE motcua.reading_try;
DROP TYPE motcua.reading_way;

COMMIT;
