-- Deploy motcua:rating_intake to pg
-- requires: ratings
-- Answers come in as feedback does: a batch in a staging table, then one set-wise merge.

BEGIN;

-- What a batch has left stays until the next run: of two versions in one list the same one counts, wherever a batch ends.
CREATE UNLOGGED TABLE motcua.staging_rating (
    arrival bigint GENERATED ALWAYS AS IDENTITY,
    code text COLLATE "C" NOT NULL,
    office text COLLATE "C",
    dossier text COLLATE "C",
    answered_at timestamptz,
    level motcua.satisfaction,
    source_updated_at timestamptz,
    skipped boolean,
    merged_in bigint,
    CONSTRAINT only_skipped_is_incomplete CHECK (skipped IS TRUE OR (office, answered_at, level) IS NOT NULL)
);
COMMENT ON TABLE motcua.staging_rating IS 'Answers of the batch that is being loaded, and the newest of each code in the batches of its run before. '
    'VI: Phiếu đánh giá của lô đang nạp, và bản mới nhất của mỗi mã trong các lô trước của lượt chạy.';
COMMENT ON COLUMN motcua.staging_rating.merged_in IS 'Run that has merged it; null for the batch that is being loaded. VI: Lượt chạy đã nhập; trống '
    'nếu thuộc lô đang nạp.';
DO $$
DECLARE
    twin record;
BEGIN
    FOR twin IN
        SELECT s.attname,
               CASE s.attname WHEN 'arrival' THEN 'Order of arrival. VI: Thứ tự nhận.' ELSE col_description(a.attrelid, a.attnum) END AS meaning
        FROM pg_attribute AS s LEFT JOIN pg_attribute AS a ON a.attrelid = 'motcua.rating'::regclass AND a.attname = s.attname
        WHERE s.attrelid = 'motcua.staging_rating'::regclass AND s.attnum > 0 AND s.attname <> 'merged_in'
    LOOP
        EXECUTE format('COMMENT ON COLUMN motcua.staging_rating.%I IS %L', twin.attname, twin.meaning);
    END LOOP;
END $$;

-- Of a dossier that several sources tell of, the row that counts; of one that its source has deleted, where it was.
CREATE OR REPLACE FUNCTION motcua.handling_offices(codes text[]) RETURNS TABLE (place bigint, office text)
    LANGUAGE plpgsql STABLE ROWS 1000
    SET search_path = pg_catalog
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT DISTINCT ON (c.place) c.place, d.handling_office
    FROM motcua.dossier_sources() AS o CROSS JOIN unnest(codes) WITH ORDINALITY AS c (code, place)
    CROSS JOIN LATERAL (SELECT d.handling_office, d.skipped, d.counted_in FROM motcua.dossier AS d
                        WHERE d.source = o.source AND d.code = c.code OFFSET 0) AS d
    ORDER BY c.place, d.skipped, d.counted_in IS NOT NULL, o.source;
END;
$$;
COMMENT ON FUNCTION motcua.handling_offices(text[]) IS 'Offices that handle the stored ones of a list of dossiers, by their places in the list. VI: '
    'Cơ quan giải quyết của các hồ sơ đã có trong kho, theo vị trí trong danh sách.';

-- The newest version counts: by its own date, then by when the citizen answered; where both are silent, by what it says
-- and never by its place, because a list may come in any order. A deleted one gives way to one that is not older.
CREATE OR REPLACE FUNCTION motcua.drop_older_ratings() RETURNS bigint
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    WITH ranked AS (
        SELECT v.arrival, row_number() OVER (PARTITION BY v.code
                   ORDER BY motcua.believed(v.source_updated_at) DESC NULLS LAST, v.skipped IS TRUE, v.answered_at DESC, v.level DESC, v.office DESC,
                            v.dossier DESC NULLS LAST, v.arrival) AS place
        FROM motcua.staging_rating AS v
    ), dropped AS (
        DELETE FROM motcua.staging_rating AS s USING ranked AS r WHERE s.arrival = r.arrival AND r.place > 1
        RETURNING s.merged_in IS NULL AND s.skipped IS NOT TRUE AS counts
    )
    SELECT count(*) FROM dropped AS d WHERE d.counts
$$;
COMMENT ON FUNCTION motcua.drop_older_ratings() IS 'Leaves the newest version of each answer in staging and returns how many older ones of the batch '
    'went. VI: Giữ bản mới nhất của mỗi phiếu đánh giá trong lô, trả về số bản cũ đã bỏ.';

CREATE OR REPLACE FUNCTION motcua.skip_ratings(from_source text, this_run bigint) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    UPDATE motcua.rating AS r
    SET skipped = true, source_updated_at = coalesce(s.source_updated_at, r.source_updated_at), last_run_id = this_run
    FROM motcua.staging_rating AS s
    WHERE s.skipped AND s.merged_in IS NULL AND r.source = from_source AND r.code = s.code AND NOT r.skipped
      AND NOT coalesce(s.source_updated_at < motcua.believed(r.source_updated_at), false)
$$;
COMMENT ON FUNCTION motcua.skip_ratings(text, bigint) IS 'Marks the stored answers that the source has deleted. VI: Đánh dấu các phiếu đánh giá đã '
    'bị xóa ở nguồn.';

CREATE OR REPLACE FUNCTION motcua.merge_ratings(this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    from_source text;
    arrived bigint;
    older_here bigint;
    older bigint;
    fresh bigint;
    changed bigint;
BEGIN
    SELECT r.source INTO STRICT from_source FROM motcua.run AS r WHERE r.run_id = this_run;
    DELETE FROM motcua.staging_rating AS s WHERE s.merged_in <> this_run;
    UPDATE motcua.staging_rating AS s SET office = m.code
    FROM motcua.codes_meant('office', from_source, ARRAY(SELECT DISTINCT k.office FROM motcua.staging_rating AS k)) AS m
    WHERE m.raw = s.office AND s.merged_in IS NULL;
    SELECT count(*) INTO arrived FROM motcua.staging_rating AS s WHERE s.merged_in IS NULL AND s.skipped IS NOT TRUE;
    older_here := motcua.drop_older_ratings();
    IF EXISTS (SELECT FROM motcua.staging_rating AS s WHERE s.skipped AND s.merged_in IS NULL) THEN
        PERFORM motcua.skip_ratings(from_source, this_run);
    END IF;
    PERFORM motcua.create_offices(array_agg(DISTINCT s.office)) FROM motcua.staging_rating AS s WHERE s.merged_in IS NULL AND s.skipped IS NOT TRUE;

    WITH compared AS MATERIALIZED (
        SELECT s.code, s.office, s.dossier, s.answered_at, s.level, s.source_updated_at, r.code IS NULL AS is_fresh,
               coalesce(s.source_updated_at < motcua.believed(r.source_updated_at), false) AS is_older,
               (r.skipped, r.office, r.dossier, r.answered_at, r.level, r.source_updated_at)
                   IS DISTINCT FROM (false, s.office, s.dossier, s.answered_at, s.level, s.source_updated_at) AS differs
        FROM motcua.staging_rating AS s LEFT JOIN motcua.rating AS r ON r.source = from_source AND r.code = s.code
        WHERE s.merged_in IS NULL AND s.skipped IS NOT TRUE
    ), written AS (
        INSERT INTO motcua.rating (source, code, office, dossier, answered_at, level, source_updated_at, first_run_id, last_run_id)
        SELECT from_source, c.code, c.office, c.dossier, c.answered_at, c.level, c.source_updated_at, this_run, this_run
        FROM compared AS c WHERE c.differs AND NOT c.is_older
        ON CONFLICT (source, code) DO UPDATE
        SET office = excluded.office, dossier = excluded.dossier, answered_at = excluded.answered_at, level = excluded.level,
            source_updated_at = excluded.source_updated_at, skipped = false, last_run_id = this_run
    )
    SELECT count(*) FILTER (WHERE c.is_older), count(*) FILTER (WHERE c.is_fresh),
           count(*) FILTER (WHERE c.differs AND NOT c.is_fresh AND NOT c.is_older)
    INTO older, fresh, changed FROM compared AS c;
    UPDATE motcua.staging_rating AS s SET merged_in = this_run WHERE s.merged_in IS NULL;
    PERFORM motcua.count_merged(this_run, arrived, fresh, changed, older_here + older);
END;
$$;
COMMENT ON FUNCTION motcua.merge_ratings(bigint) IS 'Merges the batch in staging into motcua.rating and counts it in its run. VI: Nhập lô phiếu đánh '
    'giá vào motcua.rating.';

REVOKE ALL ON FUNCTION motcua.handling_offices(text[]), motcua.drop_older_ratings(), motcua.skip_ratings(text, bigint), motcua.merge_ratings(bigint)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.handling_offices(text[]), motcua.drop_older_ratings(), motcua.skip_ratings(text, bigint),
    motcua.merge_ratings(bigint)
TO motcua_ingest;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON motcua.staging_rating TO motcua_ingest;

COMMIT;
