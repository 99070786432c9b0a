-- Revert motcua:doubts from pg

BEGIN;

DROP FUNCTION stats.doubts(date, date, text, text, text, date);
DROP FUNCTION motcua.source_doubts(text, date, date);

COMMIT;
