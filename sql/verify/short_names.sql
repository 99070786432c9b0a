-- Verify motcua:short_names on pg

BEGIN;

SELECT has_function_privilege('motcua.profile_name(text)', 'EXECUTE'), has_function_privilege('motcua.rate_name(text)', 'EXECUTE');

ROLLBACK;
