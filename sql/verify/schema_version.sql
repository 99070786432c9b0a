-- Verify motcua:schema_version on pg

BEGIN;

SELECT has_function_privilege('motcua_analyst', 'motcua.schema_version()', 'execute');

ROLLBACK;
