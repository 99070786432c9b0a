-- Revert motcua:looks from pg

BEGIN;

DROP FUNCTION motcua.reading_scope(date, date, integer);
DROP FUNCTION motcua.readouts_worth(date, date);
DROP FUNCTION motcua.reading_views(date, date, integer);
DROP FUNCTION motcua.reading_evenings(date, integer);
DROP FUNCTION motcua.reading_periods(date, date);
DROP FUNCTION motcua.departures_weight(text[]);
DROP TYPE motcua.reading_view;

COMMIT;
