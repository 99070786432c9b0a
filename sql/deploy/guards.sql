-- Deploy motcua:guards to pg
-- requires: ratings
-- requires: row_types
-- What earlier nights have seen of a dossier and its present row no longer tells: so that an on-time rate cannot be bought
-- by sending dossiers back. Stored with the dossier, since a figure of a year cannot ask the log for each of a million.

BEGIN;

SELECT motcua.alter_rows('ALTER TABLE motcua.dossier ADD COLUMN reopened boolean NOT NULL DEFAULT false, '
    'ADD COLUMN supplemented boolean NOT NULL DEFAULT false');
SELECT motcua.alter_rows('ALTER TABLE motcua.dossier_version ADD COLUMN reopened boolean NOT NULL DEFAULT false, '
    'ADD COLUMN supplemented boolean NOT NULL DEFAULT false');
COMMENT ON COLUMN motcua.dossier.reopened IS 'An earlier night saw it resolved (9, 10), a later one not any more. VI: Đã từng giải quyết xong rồi bị '
    'mở lại.';
COMMENT ON COLUMN motcua.dossier.supplemented IS 'An earlier night saw it waiting for a supplement (5). VI: Đã từng yêu cầu bổ sung giấy tờ.';
GRANT UPDATE (reopened, supplemented) ON motcua.dossier TO motcua_ingest;
INSERT INTO motcua.field_label (field, text_vi) VALUES ('reopened', 'mở lại'), ('supplemented', 'yêu cầu bổ sung');
DO $$
BEGIN
    PERFORM motcua.follow_dossier();
END $$;

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
            reopened = d.reopened OR NOT c.of_this_run AND d.status IN (9, 10) AND c.status NOT IN (9, 10),
            supplemented = d.supplemented OR NOT c.of_this_run AND d.status = 5,
            due_at_first = CASE WHEN c.of_this_run THEN coalesce(c.due_at_first, c.due_at)
                                ELSE coalesce(d.due_at_first, c.due_at_first, c.due_at) END
        FROM changed AS c
        WHERE d.source = c.source AND d.code = c.code
        $query$, motcua.dossier_columns('logged', 'd.%1$I AS %2$I'), motcua.dossier_columns('logged', '(%1$L, c.%2$I::text, c.%1$I::text)'),
        motcua.dossier_columns('told', '%1$I = c.%1$I'))
    USING from_source, this_run, arrivals;
END;
$$;

-- What the nights so far have logged.
CREATE TEMPORARY TABLE guarded ON COMMIT DROP AS
    SELECT c.source, c.code, min(c.run_id) FILTER (WHERE c.old_value IN ('9', '10') AND c.new_value NOT IN ('9', '10')) AS reopened_in,
           min(c.run_id) FILTER (WHERE c.old_value = '5') AS supplemented_in
    FROM motcua.dossier_change AS c WHERE c.field = 'status' AND c.old_value IN ('5', '9', '10')
    GROUP BY c.source, c.code;
UPDATE motcua.dossier AS d SET reopened = g.reopened_in IS NOT NULL, supplemented = g.supplemented_in IS NOT NULL
FROM guarded AS g WHERE d.source = g.source AND d.code = g.code AND (g.reopened_in IS NOT NULL OR g.supplemented_in IS NOT NULL);
UPDATE motcua.dossier_version AS v
SET reopened = coalesce(g.reopened_in <= v.last_run_id, false), supplemented = coalesce(g.supplemented_in <= v.last_run_id, false)
FROM guarded AS g WHERE v.source = g.source AND v.code = g.code AND least(g.reopened_in, g.supplemented_in) <= v.last_run_id;

COMMIT;
