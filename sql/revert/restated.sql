-- Revert motcua:restated from pg

BEGIN;

DROP FUNCTION stats.moved(date, date, text, date);
DROP FUNCTION motcua.moved_dossiers(date, date, text, date);
DROP FUNCTION stats.restated(date, date, text, date);
DROP FUNCTION motcua.last_publication(date, date, date);

COMMIT;
