-- Verify motcua:renames on pg

BEGIN;

SELECT has_function_privilege('motcua.sources_left(text, text[])', 'execute');
SELECT has_function_privilege('motcua.former_source(text[], text, text[])', 'execute');
SELECT has_function_privilege('motcua.rename_source(text, text)', 'execute');

ROLLBACK;
