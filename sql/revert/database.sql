-- Revert motcua:database from pg

BEGIN;

DO $$
DECLARE
    what text;
BEGIN
    FOR what IN SELECT name FROM motcua.database_setting LOOP
        EXECUTE format('ALTER DATABASE %I RESET %I', current_database(), what);
    END LOOP;
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO PUBLIC', current_database());
    FOREACH what IN ARRAY ARRAY['motcua_ingest', 'motcua_stats', 'motcua_analyst'] LOOP
        EXECUTE format('REVOKE ALL ON DATABASE %I FROM %I', current_database(), what);
    END LOOP;
    -- Those that reach files of the server were never for everybody.
    FOR what IN SELECT f::text FROM motcua.large_object_functions() AS f WHERE f::text !~ '^lo_(im|ex)port' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', what);
    END LOOP;
END $$;

DROP VIEW motcua.database_lack;
DROP FUNCTION motcua.set_up_database();
DROP FUNCTION motcua.large_object_functions();
DROP VIEW motcua.database_setting;

COMMIT;
