-- Deploy motcua:history to pg
-- requires: dossiers

BEGIN;

-- All columns of motcua.dossier, the generated ones as they were: a figure of the past needs no replay
-- of changes. They come last, so that a column added to both tables stays in step.
CREATE TABLE motcua.dossier_version (
    until_run_id bigint NOT NULL,
    LIKE motcua.dossier
);
CREATE INDEX dossier_version_days ON motcua.dossier_version USING brin (received_on, closed_on) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX dossier_version_until_run ON motcua.dossier_version USING brin (until_run_id) WITH (pages_per_range = 32, autosummarize = on);
-- The way from a dossier to its past; what a night adds is a small part of what is there.
CREATE INDEX dossier_version_code ON motcua.dossier_version (source, code);
COMMENT ON TABLE motcua.dossier_version IS 'What a dossier looked like before a run changed it; append-only. It held from last_run_id on, until '
    'until_run_id. VI: Trạng thái cũ của hồ sơ trước khi một lượt chạy làm thay đổi; chỉ ghi thêm. Có hiệu lực từ lượt last_run_id đến trước lượt '
    'until_run_id.';
COMMENT ON COLUMN motcua.dossier_version.until_run_id IS 'Run that replaced it. VI: Lượt chạy đã thay thế.';

CREATE OR REPLACE VIEW motcua.dossier_history AS
    SELECT NULL::bigint AS until_run_id, d.*, true AS is_current FROM motcua.dossier AS d
    UNION ALL
    SELECT v.*, false FROM motcua.dossier_version AS v;
COMMENT ON VIEW motcua.dossier_history IS 'Every dossier as it is, and as it was between two runs. VI: Mọi trạng thái của hồ sơ: hiện tại và trước '
    'đây.';
COMMENT ON COLUMN motcua.dossier_history.until_run_id IS 'Run that replaced this state; null for the present one. VI: Lượt chạy đã thay thế; trống '
    'nếu là hiện tại.';
COMMENT ON COLUMN motcua.dossier_history.is_current IS 'It is the present state. VI: Là trạng thái hiện tại.';
-- All others are those of motcua.dossier.
DO $$
DECLARE
    twin record;
BEGIN
    FOR twin IN
        SELECT a.attname, col_description(a.attrelid, a.attnum) AS meaning
        FROM pg_attribute AS a
        WHERE a.attrelid = 'motcua.dossier'::regclass AND a.attnum > 0 AND NOT a.attisdropped
    LOOP
        EXECUTE format('COMMENT ON COLUMN motcua.dossier_version.%I IS %L', twin.attname, twin.meaning);
        EXECUTE format('COMMENT ON COLUMN motcua.dossier_history.%I IS %L', twin.attname, twin.meaning);
    END LOOP;
END $$;

-- Folds to is_current when known_run is null, so that the planner drops the old versions.
CREATE OR REPLACE FUNCTION motcua.is_known(is_current boolean, from_run bigint, until_run bigint, known_run bigint) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN known_run IS NULL THEN is_current
                ELSE coalesce(from_run, 0) <= known_run AND coalesce(until_run > known_run, true) END;
COMMENT ON FUNCTION motcua.is_known(boolean, bigint, bigint, bigint) IS
    'Whether a state of motcua.dossier_history held after a run; the present state for a run that is null. VI: Trạng thái có hiệu lực sau một lượt '
    'chạy hay không; lượt trống là hiện tại.';

CREATE OR REPLACE FUNCTION motcua.dossier_known(of_source text, of_code text, known_run bigint) RETURNS SETOF motcua.dossier
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
    SELECT d.* FROM motcua.dossier AS d
    WHERE d.source = of_source COLLATE "C" AND d.code = of_code COLLATE "C" AND motcua.is_known(true, d.last_run_id, NULL, known_run)
    UNION ALL
    SELECT r.* FROM motcua.dossier_version AS v CROSS JOIN LATERAL jsonb_populate_record(NULL::motcua.dossier, to_jsonb(v)) AS r
    WHERE v.source = of_source COLLATE "C" AND v.code = of_code COLLATE "C" AND motcua.is_known(false, v.last_run_id, v.until_run_id, known_run)
$$;
COMMENT ON FUNCTION motcua.dossier_known(text, text, bigint)
    IS 'A dossier as it was known after a run, as it is for a run that is null; no row when it was not known. VI: Hồ sơ như đã biết sau một lượt '
    'chạy; lượt trống là hiện tại.';

CREATE OR REPLACE FUNCTION stats.known_run(on_day date) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT coalesce(max(r.run_id), 0) FROM motcua.run AS r
            WHERE r.started_at < (on_day + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh');
COMMENT ON FUNCTION stats.known_run(date) IS 'Last run that had begun by the end of a day, 0 for none: figures as known after it are those of that '
    'evening. VI: Lượt chạy cuối cùng bắt đầu trước hết ngày; dùng để xem số liệu như đã biết vào tối hôm đó.';

COMMIT;
