-- Revert motcua:procedures from pg

BEGIN;

DROP FUNCTION motcua.create_procedures(text[]);
DROP TABLE motcua.procedure_alias;
DROP TABLE motcua.procedure;
DROP FUNCTION motcua.level_mark(motcua.online_level);
DROP TYPE motcua.online_level;

COMMIT;
