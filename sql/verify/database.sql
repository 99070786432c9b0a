-- Verify motcua:database on pg

BEGIN;

DO $$
DECLARE
    lacks text;
BEGIN
    SELECT string_agg(lack, '; ') INTO lacks FROM motcua.database_lack;
    IF lacks IS NOT NULL THEN
        RAISE EXCEPTION 'the database is not as deployed: %', lacks
            USING HINT = 'as its owner or a superuser: SELECT motcua.set_up_database()';
    END IF;
END $$;
SELECT name, value, is_exact FROM motcua.database_setting WHERE false;
SELECT has_function_privilege('motcua.large_object_functions()', 'execute');
SELECT has_function_privilege('motcua.set_up_database()', 'execute');

ROLLBACK;
