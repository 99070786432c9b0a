-- Revert motcua:schema from pg

BEGIN;

DROP SCHEMA stats CASCADE;
DROP SCHEMA motcua CASCADE;

DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I RESET jit', current_database());
    EXECUTE format('ALTER DATABASE %I RESET work_mem', current_database());
END $$;

-- A role stays while another database of this server still uses it.
DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['motcua_ingest', 'motcua_stats', 'motcua_analyst'] LOOP
        BEGIN
            EXECUTE format('DROP ROLE IF EXISTS %I', role_name);
        EXCEPTION WHEN dependent_objects_still_exist THEN
            RAISE NOTICE 'role % is still in use', role_name;
        END;
    END LOOP;
END $$;

COMMIT;
