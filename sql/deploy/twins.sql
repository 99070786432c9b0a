-- Deploy motcua:twins to pg
-- requires: history
-- requires: feedback
-- A dossier is one dossier in the country: of what two systems deliver, one row counts.

BEGIN;

CREATE TABLE motcua.source_precedence (
    source text COLLATE "C" PRIMARY KEY,
    precedence integer NOT NULL CHECK (precedence BETWEEN 1 AND 1000)
);
COMMENT ON TABLE motcua.source_precedence IS 'Order of the sources where two tell of one dossier and their dates do not decide, as the last run of '
    'each read it in its file. A source that is not named has 100. VI: Thứ tự ưu tiên của các nguồn khi cùng gửi một hồ sơ mà ngày cập nhật không '
    'phân định được; nguồn không nêu là 100.';
COMMENT ON COLUMN motcua.source_precedence.source IS 'Name of the source. VI: Tên nguồn.';
COMMENT ON COLUMN motcua.source_precedence.precedence IS '[source] precedence: the lower number goes first. VI: Số nhỏ đứng trước.';

CREATE OR REPLACE FUNCTION motcua.precedence_of(of_source text) RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
    RETURN coalesce((SELECT p.precedence FROM motcua.source_precedence AS p WHERE p.source = of_source), 100);
COMMENT ON FUNCTION motcua.precedence_of(text) IS 'Place of a source in the order of sources. VI: Thứ tự ưu tiên của một nguồn.';

-- The dates decide only when all tell theirs: one that tells none may be the freshest of all, and a rule that compares
-- some by date and others by order could go round in a circle.
CREATE OR REPLACE FUNCTION motcua.counting_source(sources text[], updated timestamptz[]) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    SELECT t.source
    FROM unnest(sources, updated) AS t (source, updated_at) LEFT JOIN motcua.source_precedence AS p ON p.source = t.source
    ORDER BY CASE WHEN array_position(updated, NULL) IS NULL THEN t.updated_at END DESC, coalesce(p.precedence, 100), t.source COLLATE "C"
    LIMIT 1
$$;
COMMENT ON FUNCTION motcua.counting_source(text[], timestamptz[]) IS
    'The rule by which one of several sources counts that tell of one dossier, given when each of them has changed it last: the newest, if all of '
    'them say when; else the first in the order of sources; else the first name in the alphabet. VI: Quy tắc chọn nguồn được tính khi nhiều '
    'nguồn cùng gửi một hồ sơ: nguồn cập nhật mới nhất nếu mọi nguồn đều ghi ngày cập nhật; nếu không thì theo thứ tự ưu tiên của nguồn, sau đó '
    'theo tên.';

-- The sources are few: one probe of the key finds each, and an index on the code alone would cost every first load.
CREATE OR REPLACE FUNCTION motcua.dossier_sources() RETURNS TABLE (source text)
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 5
    SET search_path = pg_catalog
AS $$
    WITH RECURSIVE known (source) AS (
        (SELECT d.source FROM motcua.dossier AS d ORDER BY d.source LIMIT 1)
        UNION ALL
        SELECT (SELECT d.source FROM motcua.dossier AS d WHERE d.source > known.source ORDER BY d.source LIMIT 1)
        FROM known WHERE known.source IS NOT NULL
    )
    SELECT k.source FROM known AS k WHERE k.source IS NOT NULL
$$;
COMMENT ON FUNCTION motcua.dossier_sources() IS 'Sources that dossiers are stored of. VI: Các nguồn đang có hồ sơ.';

CREATE OR REPLACE FUNCTION motcua.told_elsewhere(from_source text, codes text[]) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE ROWS 1000
    SET search_path = pg_catalog
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT DISTINCT c.place
    FROM motcua.dossier_sources() AS o CROSS JOIN unnest(codes) WITH ORDINALITY AS c (code, place)
    CROSS JOIN LATERAL (SELECT FROM motcua.dossier AS d WHERE d.source = o.source AND d.code = c.code OFFSET 0) AS d
    WHERE o.source <> from_source;
END;
$$;
COMMENT ON FUNCTION motcua.told_elsewhere(text, text[]) IS 'Places in a list of codes of those that another source has delivered. VI: Vị trí của các '
    'mã mà nguồn khác đã gửi.';

-- What is changed is kept and logged like any other change, so that figures of an evening before stay as they were.
CREATE OR REPLACE FUNCTION motcua.settle_dossiers(codes text[], this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    SET plan_cache_mode = force_custom_plan
    SET enable_hashjoin = off -- what is to be changed is looked up by its key, see motcua.find_dossiers
    SET enable_mergejoin = off
AS $$
#variable_conflict use_column
BEGIN
    WITH told AS (
        SELECT array_agg(d.row) AS rows, motcua.counting_source(array_agg(d.source) FILTER (WHERE NOT d.skipped),
                                                                array_agg(d.source_updated_at) FILTER (WHERE NOT d.skipped)) AS counting
        FROM (SELECT DISTINCT u.code FROM unnest(codes) AS u (code)) AS c CROSS JOIN motcua.dossier_sources() AS s
        CROSS JOIN LATERAL (SELECT d AS row, d.* FROM motcua.dossier AS d WHERE d.source = s.source AND d.code = c.code OFFSET 0) AS d
        GROUP BY d.code
    ), settled AS MATERIALIZED (
        SELECT d.source, d.code, d.counted_in, d.last_run_id, coalesce(d.first_run_id = this_run, false) AS of_this_run, v.counts_in
        FROM told AS t CROSS JOIN LATERAL unnest(t.rows) AS d
        CROSS JOIN LATERAL (SELECT CASE WHEN NOT d.skipped THEN nullif(t.counting, d.source) END AS counts_in) AS v
        WHERE d.counted_in IS DISTINCT FROM v.counts_in
    ), logged AS (
        INSERT INTO motcua.dossier_change (source, code, run_id, field, old_value, new_value)
        SELECT s.source, s.code, this_run, 'counted_in', s.counted_in, s.counts_in FROM settled AS s
        WHERE NOT s.of_this_run ORDER BY s.code, s.source
    ), kept AS (
        INSERT INTO motcua.dossier_version
        SELECT v.* FROM settled AS s JOIN motcua.dossier AS d ON d.source = s.source AND d.code = s.code
        CROSS JOIN LATERAL motcua.version_of(d, this_run) AS v
        WHERE s.last_run_id < this_run
    )
    UPDATE motcua.dossier AS d SET counted_in = s.counts_in, last_run_id = this_run FROM settled AS s
    WHERE d.source = s.source AND d.code = s.code;
END;
$$;
COMMENT ON FUNCTION motcua.settle_dossiers(text[], bigint) IS 'Finds out anew which source''s row counts of each of these dossiers, stores that '
    'where it has changed, and logs it. VI: Xác định lại nguồn được tính của từng hồ sơ, ghi nhận và lưu nhật ký phần thay đổi.';

CREATE OR REPLACE FUNCTION motcua.settle_feedback(codes text[], this_run bigint) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    WITH counting AS (
        SELECT f.code, motcua.counting_source(array_agg(f.source), array_agg(f.source_updated_at)) AS source
        FROM motcua.feedback AS f WHERE f.code = ANY (codes) AND NOT f.skipped GROUP BY f.code
    )
    UPDATE motcua.feedback AS f SET counted_in = v.counts_in, last_run_id = this_run
    FROM motcua.feedback AS k LEFT JOIN counting AS c ON c.code = k.code
    CROSS JOIN LATERAL (SELECT CASE WHEN NOT k.skipped THEN nullif(c.source, k.source) END AS counts_in) AS v
    WHERE k.code = ANY (codes) AND k.counted_in IS DISTINCT FROM v.counts_in AND f.source = k.source AND f.code = k.code
$$;
COMMENT ON FUNCTION motcua.settle_feedback(text[], bigint) IS 'The same of feedback, of which no past is kept. VI: Như trên, đối với phản ánh, kiến '
    'nghị.';

-- The programs delete nothing; where somebody takes a source out by hand, the other ones count again.
CREATE OR REPLACE FUNCTION motcua.settle_deleted() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    last_run bigint := (SELECT max(r.run_id) FROM motcua.run AS r);
    codes text[] := (SELECT array_agg(g.code) FROM gone AS g);
BEGIN
    IF TG_TABLE_NAME = 'dossier' THEN
        PERFORM motcua.settle_dossiers(codes, last_run);
    ELSE
        PERFORM motcua.settle_feedback(codes, last_run);
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION motcua.settle_deleted() IS 'Settles anew what counts of dossiers and feedback of which one source''s row was deleted. VI: Xác '
    'định lại nguồn được tính khi xóa dòng của một nguồn.';
CREATE OR REPLACE TRIGGER settle_deleted AFTER DELETE ON motcua.dossier REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION motcua.settle_deleted();
CREATE OR REPLACE TRIGGER settle_deleted AFTER DELETE ON motcua.feedback REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION motcua.settle_deleted();

CREATE OR REPLACE FUNCTION motcua.set_precedence(this_run bigint, new_precedence integer) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    of_source text := (SELECT r.source FROM motcua.run AS r WHERE r.run_id = this_run);
BEGIN
    IF motcua.precedence_of(of_source) = new_precedence THEN
        RETURN;
    END IF;
    INSERT INTO motcua.source_precedence AS p (source, precedence) VALUES (of_source, new_precedence)
    ON CONFLICT (source) DO UPDATE SET precedence = excluded.precedence;
    PERFORM motcua.settle_dossiers(array_agg(d.code), this_run)
    FROM motcua.dossier AS d
    WHERE d.source = of_source AND EXISTS (SELECT FROM motcua.dossier AS o WHERE o.source <> of_source AND o.code = d.code);
    PERFORM motcua.settle_feedback(array_agg(f.code), this_run)
    FROM motcua.feedback AS f
    WHERE f.source = of_source AND EXISTS (SELECT FROM motcua.feedback AS o WHERE o.source <> of_source AND o.code = f.code);
END;
$$;
COMMENT ON FUNCTION motcua.set_precedence(bigint, integer) IS 'Stores the place of the run''s source in the order of sources; where it has moved, '
    'what it shares with others is settled anew. VI: Ghi thứ tự ưu tiên của nguồn; nếu thay đổi thì xác định lại các hồ sơ có ở nhiều nguồn.';

COMMIT;
