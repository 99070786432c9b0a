-- Deploy motcua:schema_version to pg
-- requires: grants

BEGIN;

-- The registry of sqitch is the truth: it follows every way to deploy and to go back, and a backup of the database has it.
-- It belongs to who deploys, so the function reads it for the programs; it is found when it is asked for, since a deployment
-- by psql has none.
CREATE OR REPLACE FUNCTION motcua.schema_version(OUT changes integer, OUT newest text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog
AS $$
BEGIN
    IF to_regclass('sqitch.changes') IS NOT NULL THEN
        EXECUTE 'SELECT count(*), (array_agg(c.change ORDER BY c.committed_at DESC))[1] FROM sqitch.changes AS c WHERE c.project = ''motcua'''
        INTO changes, newest;
    END IF;
END;
$$;
COMMENT ON FUNCTION motcua.schema_version() IS 'How many changes of the schema this database has, and the newest of them; null without the registry of '
    'sqitch. The programs refuse another schema than theirs. VI: Số thay đổi lược đồ đã triển khai và thay đổi mới nhất; trống nếu không có sổ của '
    'sqitch.';
REVOKE ALL ON FUNCTION motcua.schema_version() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.schema_version() TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
