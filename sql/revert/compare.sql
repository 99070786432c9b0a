-- Revert motcua:compare from pg

BEGIN;

DROP FUNCTION stats.compare_buckets(date, date, text[], text, text, text, date, bigint);
DROP VIEW motcua.term_part;
DROP FUNCTION stats.compare(date, date, text[], text, text, text, date, bigint);
DROP VIEW stats.rules;

COMMIT;
