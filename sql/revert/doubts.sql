-- Revert motcua:doubts from pg

BEGIN;

DROP FUNCTION stats.doubts(date, date, text);
DROP FUNCTION motcua.source_doubts(text, date);

COMMIT;
