-- Revert motcua:figures from pg

BEGIN;

DROP FUNCTION stats.dossiers(text, date, date, text, text, text, text, date, bigint);
DROP FUNCTION motcua.marks_behind(text, date, date, text, text, text, text, date, bigint);
DROP FUNCTION motcua.buckets_behind(text, text);
DROP FUNCTION stats.points(date, date, text, text, text, date, bigint);
DROP FUNCTION stats.rates(date, date, text, text, text, date, bigint);
DROP FUNCTION motcua.rates_of(text[], text[], bigint[]);
DROP FUNCTION motcua.rates(date, date, text, text, date, bigint);
DROP FUNCTION stats.counts(date, date, text, text, date, bigint);
DROP FUNCTION stats.buckets(date, date, text, text, date, bigint);

COMMIT;
