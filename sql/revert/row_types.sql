-- Revert motcua:row_types from pg

BEGIN;

DROP FUNCTION motcua.alter_rows(text);

COMMIT;
