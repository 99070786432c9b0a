-- Revert motcua:procedures from pg

BEGIN;

DROP TABLE motcua.procedure;
DROP TYPE motcua.online_level;

COMMIT;
