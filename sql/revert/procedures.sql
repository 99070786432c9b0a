-- Revert motcua:procedures from pg

BEGIN;

DROP FUNCTION motcua.create_procedures(text[]);
DROP TABLE motcua.procedure_alias;
DROP TABLE motcua.procedure;
DROP TYPE motcua.online_level;

COMMIT;
