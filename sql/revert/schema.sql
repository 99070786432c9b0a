-- Revert motcua:schema from pg

BEGIN;

DROP SCHEMA stats CASCADE;
DROP SCHEMA motcua CASCADE;

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
