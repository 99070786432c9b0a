-- Revert motcua:rules from pg

BEGIN;

DROP FUNCTION motcua.score(motcua.criterion, bigint, bigint);
DROP TABLE motcua.criterion;
DROP TABLE motcua.scoring;
DROP TABLE motcua.term;
DROP TABLE motcua.rate;
DROP TABLE motcua.profile;
DROP TABLE motcua.bucket;
DROP FUNCTION motcua.set_bits();

COMMIT;
