-- Revert motcua:ratings from pg

BEGIN;

DROP TABLE motcua.rating;
DROP TYPE motcua.satisfaction;

COMMIT;
