-- Deploy motcua:renames to pg
-- requires: rejects
-- requires: drift
-- requires: alerts
-- The name of a source is the name of its file, and a part of the key of what it delivered.

BEGIN;

-- Whoever has never been read to an end may be an old source under a new name.
CREATE OR REPLACE FUNCTION motcua.sources_left(of_source text, with_files text[]) RETURNS text[]
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    SELECT array_agg(DISTINCT r.source)
    FROM motcua.run AS r
    WHERE r.source <> ALL (with_files) AND r.inserted > 0
      AND NOT EXISTS (SELECT FROM motcua.run AS own
                      WHERE own.source = of_source AND own.program = 'ingest' AND own.status = 'done' AND own.records > 0)
$$;
COMMENT ON FUNCTION motcua.sources_left(text, text[]) IS
    'Sources that have delivered something and have no file any more; null when there is none, or when the source that asks has been read before. '
    'VI: Các nguồn từng nạp dữ liệu nhưng không còn tệp cấu hình.';

CREATE OR REPLACE FUNCTION motcua.former_source(lost text[], entity text, codes text[]) RETURNS TABLE (source text, known bigint)
    LANGUAGE plpgsql STABLE ROWS 1
    SET search_path = pg_catalog
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT l.source, count(*)
    FROM unnest(lost) AS l (source) CROSS JOIN unnest(codes) AS c (code)
    WHERE CASE entity
              WHEN 'dossier' THEN EXISTS (SELECT FROM motcua.dossier AS d WHERE d.source = l.source AND d.code = c.code)
              WHEN 'feedback' THEN EXISTS (SELECT FROM motcua.feedback AS f WHERE f.source = l.source AND f.code = c.code)
          END
    GROUP BY l.source
    ORDER BY count(*) DESC, l.source
    LIMIT 1;
END;
$$;
COMMENT ON FUNCTION motcua.former_source(text[], text, text[]) IS
    'Of the given sources the one that has delivered most of the codes (dossier, feedback), and how many; no row when none has. VI: Nguồn cũ đã nạp '
    'các mã này, và số mã trùng.';

-- Every column of these names is one of ours, so a table that comes later is not forgotten. Where the new name has a row
-- of the same key already, such as a field that a failed run has seen, the one with a history stays.
CREATE OR REPLACE FUNCTION motcua.rename_source(old_name text, new_name text) RETURNS TABLE (table_name text, moved bigint)
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    SET statement_timeout = 0
AS $$
DECLARE
    place record;
    twin record;
    doubled boolean;
BEGIN
    IF EXISTS (SELECT FROM motcua.dossier AS d WHERE d.source = new_name) OR EXISTS (SELECT FROM motcua.feedback AS f WHERE f.source = new_name) THEN
        RAISE invalid_parameter_value USING MESSAGE = format('%L has delivered something of its own', new_name),
            HINT = 'only a source that is new can be an old one under another name';
    END IF;
    FOR place IN
        SELECT c.oid, c.oid::regclass::text AS name, a.attnum, a.attname AS col
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE n.nspname IN ('motcua', 'stats') AND c.relkind = 'r' AND c.relpersistence = 'p' AND a.attname IN ('source', 'counted_in')
            AND NOT a.attisdropped
        ORDER BY c.oid, a.attnum
    LOOP
        FOR twin IN
            SELECT coalesce(string_agg(pg_get_indexdef(i.indexrelid, k.place::integer, false), ', ' ORDER BY k.place)
                            FILTER (WHERE k.attnum <> place.attnum), 'true') AS others
            FROM pg_index AS i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
            WHERE i.indrelid = place.oid AND i.indisunique
            GROUP BY i.indexrelid
            HAVING bool_or(k.attnum = place.attnum)
        LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM %1$s WHERE %2$I = $2 AND (%3$s) IN (SELECT %3$s FROM %1$s WHERE %2$I = $1))',
                           place.name, place.col, twin.others) INTO doubled USING old_name, new_name;
            IF doubled THEN
                EXECUTE format('DELETE FROM %1$s WHERE %2$I = $2 AND (%3$s) IN (SELECT %3$s FROM %1$s WHERE %2$I = $1)',
                               place.name, place.col, twin.others) USING old_name, new_name;
            END IF;
        END LOOP;
        EXECUTE format('UPDATE %1$s SET %2$I = $2 WHERE %2$I = $1', place.name, place.col) USING old_name, new_name;
        GET DIAGNOSTICS moved = ROW_COUNT;
        IF moved > 0 THEN
            table_name := place.name;
            RETURN NEXT;
        END IF;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION motcua.rename_source(text, text) IS
    'Gives all that a source has delivered, its history, marks and aliases to its new name, and says how many rows of which table. VI: Chuyển toàn '
    'bộ dữ liệu, lịch sử, mốc đã đọc và tên gọi khác của một nguồn sang tên mới.';

COMMIT;
