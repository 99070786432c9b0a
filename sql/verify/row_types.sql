-- Verify motcua:row_types on pg

BEGIN;

SELECT has_function_privilege('motcua.alter_rows(text)', 'execute');

ROLLBACK;
