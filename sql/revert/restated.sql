-- Revert motcua:restated from pg

BEGIN;

DROP FUNCTION stats.moved(date, date, text);
DROP FUNCTION stats.restated(date, date, text);
DROP FUNCTION motcua.last_publication(date, date);

COMMIT;
