-- Revert motcua:readings from pg

BEGIN;

DROP VIEW motcua.reading_rule;
DROP VIEW motcua.reading_part;
DROP TABLE motcua.reading_term;
DROP TABLE motcua.reading;
DROP TABLE motcua.departure;

COMMIT;
