-- Revert motcua:guards from pg

BEGIN;

CREATE OR REPLACE FUNCTION motcua.update_dossiers(from_source text, this_run bigint, arrivals bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    SET timezone = 'Asia/Ho_Chi_Minh'
    SET datestyle = 'ISO'
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS $$
BEGIN
    EXECUTE format($query$
        WITH changed AS MATERIALIZED (
            SELECT s.*, d.source, d.skipped AS old_skipped, %1$s
            FROM motcua.staging_dossier AS s
            CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = $1 AND d.code = s.code OFFSET 0) AS d
            WHERE s.arrival = ANY ($3)
        ), logged AS (
            INSERT INTO motcua.dossier_change (source, code, run_id, field, old_value, new_value)
            SELECT c.source, c.code, $2, v.field, v.old_value, v.new_value
            FROM changed AS c
            CROSS JOIN LATERAL (VALUES ('skipped', c.old_skipped::text, c.skipped::text), %2$s) AS v (field, old_value, new_value)
            WHERE v.old_value IS DISTINCT FROM v.new_value AND NOT c.of_this_run
            ORDER BY c.code, v.field
        ), kept AS (
            INSERT INTO motcua.dossier_version
            SELECT v.* FROM changed AS c JOIN motcua.dossier AS d ON d.source = c.source AND d.code = c.code
            CROSS JOIN LATERAL motcua.version_of(d, $2) AS v
            WHERE d.last_run_id < $2 AND NOT c.of_this_run
        )
        UPDATE motcua.dossier AS d
        SET %3$s, skipped = false, record_hash = c.record_hash, last_run_id = $2,
            due_at_first = CASE WHEN c.of_this_run THEN coalesce(c.due_at_first, c.due_at)
                                ELSE coalesce(d.due_at_first, c.due_at_first, c.due_at) END
        FROM changed AS c
        WHERE d.source = c.source AND d.code = c.code
        $query$, motcua.dossier_columns('logged', 'd.%1$I AS %2$I'), motcua.dossier_columns('logged', '(%1$L, c.%2$I::text, c.%1$I::text)'),
        motcua.dossier_columns('told', '%1$I = c.%1$I'))
    USING from_source, this_run, arrivals;
END;
$$;

DELETE FROM motcua.field_label WHERE field IN ('reopened', 'supplemented');
DROP VIEW motcua.dossier_history;
ALTER TABLE motcua.dossier DROP COLUMN reopened, DROP COLUMN supplemented;
ALTER TABLE motcua.dossier_version DROP COLUMN reopened, DROP COLUMN supplemented;
DO $$
BEGIN
    PERFORM motcua.follow_dossier();
END $$;
GRANT SELECT ON motcua.dossier_history TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
