-- Revert motcua:evidence from pg

BEGIN;

DROP FUNCTION stats.data_moment(bigint);
DROP FUNCTION stats.rate_evidence(text, date, date, text, text, text, text, date, bigint);

COMMIT;
