-- Revert motcua:ranking from pg

BEGIN;

DROP FUNCTION stats.ranking(text, date, date, text, text, text, date, bigint);
ALTER TABLE motcua.rate DROP COLUMN lower_is_better;

COMMIT;
