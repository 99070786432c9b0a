-- Deploy motcua:history to pg
-- requires: dossiers

BEGIN;

-- What writes or compares whole dossiers asks for their columns by name: one that is added to the tables is stored, kept
-- and compared from then on, wherever it stands in them (docs/adding-a-column.md).
CREATE OR REPLACE FUNCTION motcua.dossier_columns(kind text, pattern text DEFAULT '%1$I') RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog
AS $$
#variable_conflict use_column
BEGIN
    RETURN (
        SELECT string_agg(format(pattern, a.attname, 'old_' || a.attname), ', ' ORDER BY a.attnum)
        FROM pg_attribute AS a
        CROSS JOIN LATERAL (SELECT a.attname NOT IN ('code', 'due_at_first', 'skipped', 'record_hash')
                                   AND EXISTS (SELECT FROM pg_attribute AS s WHERE s.attrelid = to_regclass('motcua.staging_dossier')
                                                 AND s.attname = a.attname AND NOT s.attisdropped) AS is_told) AS t
        WHERE a.attrelid = 'motcua.dossier'::regclass AND a.attnum > 0 AND NOT a.attisdropped
          AND CASE kind
              WHEN 'all' THEN true
              WHEN 'stored' THEN a.attgenerated = ''
              WHEN 'told' THEN t.is_told
              WHEN 'logged' THEN t.is_told AND (a.attname IN ('receiving_office', 'handling_office', 'status')
                                                OR a.atttypid = 'timestamptz'::regtype AND a.attname <> 'source_updated_at')
          END);
END;
$$;
COMMENT ON FUNCTION motcua.dossier_columns(text, text) IS
    'Columns of motcua.dossier for a statement, put into a pattern of format(), where 1 is the name and 2 the name after old_. Kinds: all; stored, '
    'not computed; told by a record, besides its code and first appointment; logged when they change: offices, status and dates. VI: Danh sách cột '
    'của motcua.dossier để ghép câu lệnh: all, stored, told hoặc logged.';

-- All columns of motcua.dossier, the generated ones as they were: a figure of the past needs no replay of changes.
CREATE TABLE motcua.dossier_version (
    until_run_id bigint NOT NULL,
    LIKE motcua.dossier
);
CREATE INDEX dossier_version_days ON motcua.dossier_version USING brin (received_on, closed_on) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX dossier_version_until_run ON motcua.dossier_version USING brin (until_run_id) WITH (pages_per_range = 32, autosummarize = on);
-- The way from a dossier to its past; what a night adds is a small part of what is there.
CREATE INDEX dossier_version_code ON motcua.dossier_version (source, code);
COMMENT ON TABLE motcua.dossier_version IS 'What a dossier looked like before a run changed it; only runs that are not done take rows back. It held '
    'from last_run_id on, until '
    'until_run_id. VI: Trạng thái cũ của hồ sơ trước khi một lượt chạy làm thay đổi; chỉ ghi thêm. Có hiệu lực từ lượt last_run_id đến trước lượt '
    'until_run_id.';
COMMENT ON COLUMN motcua.dossier_version.until_run_id IS 'Run that replaced it. VI: Lượt chạy đã thay thế.';

-- A view takes new columns at its end only, and so do the tables. The function spares every place that keeps a version
-- the list of the columns, at the cost of microseconds; jsonb would double that of an update.
CREATE OR REPLACE FUNCTION motcua.follow_dossier() RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    twin record;
BEGIN
    EXECUTE format($view$
        CREATE OR REPLACE VIEW motcua.dossier_history AS
            SELECT NULL::bigint AS until_run_id, true AS is_current, %1$s FROM motcua.dossier
            UNION ALL
            SELECT until_run_id, false, %1$s FROM motcua.dossier_version
        $view$, motcua.dossier_columns('all'));
    COMMENT ON VIEW motcua.dossier_history IS 'Every dossier as it is, and as it was between two runs. VI: Mọi trạng thái của hồ sơ: hiện tại và '
        'trước đây.';
    COMMENT ON COLUMN motcua.dossier_history.until_run_id IS 'Run that replaced this state; null for the present one. VI: Lượt chạy đã thay thế; '
        'trống nếu là hiện tại.';
    COMMENT ON COLUMN motcua.dossier_history.is_current IS 'It is the present state. VI: Là trạng thái hiện tại.';
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION motcua.version_of(d motcua.dossier, this_run bigint) RETURNS motcua.dossier_version
            LANGUAGE sql IMMUTABLE PARALLEL SAFE
        AS $body$
            SELECT ROW(%s)::motcua.dossier_version
        $body$
        $function$, (SELECT string_agg(CASE a.attname WHEN 'until_run_id' THEN 'this_run' ELSE format('d.%I', a.attname) END, ', ' ORDER BY a.attnum)
                     FROM pg_attribute AS a WHERE a.attrelid = 'motcua.dossier_version'::regclass AND a.attnum > 0 AND NOT a.attisdropped));
    COMMENT ON FUNCTION motcua.version_of(motcua.dossier, bigint) IS 'A dossier as the version that a run replaces; made by motcua.follow_dossier(). '
        'VI: Trạng thái cũ của hồ sơ khi một lượt chạy làm thay đổi.';
    FOR twin IN
        SELECT t.attrelid::regclass AS name, t.attname, col_description(d.attrelid, d.attnum) AS meaning
        FROM pg_attribute AS d JOIN pg_attribute AS t ON t.attname = d.attname
        WHERE d.attrelid = 'motcua.dossier'::regclass AND d.attnum > 0 AND NOT d.attisdropped
          AND (t.attrelid IN ('motcua.dossier_version'::regclass, 'motcua.dossier_history'::regclass)
               OR t.attrelid = to_regclass('motcua.staging_dossier') AND t.attname <> 'skipped')
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', twin.name, twin.attname, twin.meaning);
    END LOOP;
END;
$$;
COMMENT ON FUNCTION motcua.follow_dossier() IS 'After a column was added to motcua.dossier, motcua.dossier_version and motcua.staging_dossier: keeps '
    'it, shows it in motcua.dossier_history, and explains it everywhere as motcua.dossier does. VI: Cập nhật motcua.version_of, khung nhìn '
    'motcua.dossier_history và chú thích sau khi thêm cột.';
DO $$
BEGIN
    PERFORM motcua.follow_dossier();
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
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT d.* FROM motcua.dossier AS d
    WHERE d.source = of_source AND d.code = of_code AND motcua.is_known(true, d.last_run_id, NULL, known_run);
    IF known_run IS NOT NULL AND NOT FOUND THEN
        RETURN QUERY
        SELECT r.* FROM motcua.dossier_version AS v CROSS JOIN LATERAL jsonb_populate_record(NULL::motcua.dossier, to_jsonb(v)) AS r
        WHERE v.source = of_source AND v.code = of_code AND motcua.is_known(false, v.last_run_id, v.until_run_id, known_run);
    END IF;
END;
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
