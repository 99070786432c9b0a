-- Revert motcua:schema_version from pg

BEGIN;

DROP FUNCTION motcua.schema_version();

COMMIT;
