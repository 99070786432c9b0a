-- Verify motcua:disagreements on pg

BEGIN;

SELECT source, code, counted_in, difference FROM motcua.told_again WHERE false;
SELECT entity, counted_in, source, records, differing, example FROM motcua.told_twice WHERE false;
SELECT source, counted_in, reason FROM stats.counting('x');

ROLLBACK;
