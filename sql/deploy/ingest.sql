-- Deploy motcua:ingest to pg
-- requires: dossiers
-- requires: history
-- requires: twins

BEGIN;

-- Unlogged: what is lost in a crash is read again, and staging costs no write-ahead log.
CREATE UNLOGGED TABLE motcua.staging_dossier (
    arrival bigint GENERATED ALWAYS AS IDENTITY,
    code text COLLATE "C" NOT NULL,
    receiving_office text COLLATE "C",
    handling_office text COLLATE "C",
    office_name text COLLATE "C",
    procedure text COLLATE "C",
    procedure_name text COLLATE "C",
    procedure_field text COLLATE "C",
    channel motcua.channel,
    online_level motcua.online_level,
    status smallint,
    submitted_at timestamptz,
    received_at timestamptz,
    due_at timestamptz,
    finished_at timestamptz,
    returned_at timestamptz,
    apology_at timestamptz,
    source_updated_at timestamptz,
    fee bigint,
    components_total integer,
    components_digitised integer,
    components_reused integer,
    components_from_store integer,
    result_digitised boolean,
    result_stored boolean,
    paid_online boolean,
    erroneous boolean,
    due_at_first timestamptz,
    record_hash uuid,
    contested boolean NOT NULL DEFAULT false,
    of_this_run boolean NOT NULL DEFAULT false,
    skipped boolean NOT NULL DEFAULT false,
    CONSTRAINT only_skipped_is_incomplete CHECK (skipped OR (receiving_office, handling_office, channel, status, fee, components_total,
        components_digitised, components_reused, components_from_store, result_digitised, result_stored, paid_online, erroneous) IS NOT NULL)
);
COMMENT ON TABLE motcua.staging_dossier IS 'Records of the batch that is being loaded; empty between batches. VI: Bản ghi của lô đang nạp; trống '
    'giữa các lô.';
COMMENT ON COLUMN motcua.staging_dossier.arrival IS 'Order of arrival. VI: Thứ tự nhận.';
COMMENT ON COLUMN motcua.staging_dossier.contested IS 'The stored version was met in this run too. VI: Bản đã lưu cũng xuất hiện trong lượt chạy '
    'này.';
COMMENT ON COLUMN motcua.staging_dossier.of_this_run IS 'The stored row was made by this run, or by an unfinished one whose list this run reads '
    'again: it is mended rather than changed. VI: Dòng đã lưu do chính lượt chạy này thêm vào.';
COMMENT ON COLUMN motcua.staging_dossier.skipped IS 'The source file leaves it out ([source] skip): of the others only code and source_updated_at '
    'count. VI: Cấu hình của nguồn bỏ qua bản ghi này; chỉ dùng mã và ngày cập nhật.';
COMMENT ON COLUMN motcua.staging_dossier.office_name IS 'Name of the accountable office, for one that no catalogue names. VI: Tên cơ quan giải '
    'quyết.';
COMMENT ON COLUMN motcua.staging_dossier.procedure_name IS 'Name of the procedure, for one that no catalogue names. VI: Tên thủ tục.';
COMMENT ON COLUMN motcua.staging_dossier.procedure_field IS 'Field of the procedure, for one that no catalogue names. VI: Lĩnh vực của thủ tục.';
-- All others are those of motcua.dossier.
DO $$
BEGIN
    PERFORM motcua.follow_dossier();
END $$;

-- Here and below, LATERAL with OFFSET 0 makes the planner look each code up in the primary key, whatever
-- the statistics say, or do not say yet: a night costs what it brings, not what is stored. What is to be changed cannot be
-- hidden so; there, without the other ways to join, the key is the only one left, and a list of arrivals, a constant in a
-- plan of its own, is looked up in a hash.
CREATE OR REPLACE FUNCTION motcua.find_dossiers(from_source text, codes text[], OUT place bigint, OUT record_hash uuid, OUT lies_at tid)
    RETURNS SETOF record
    LANGUAGE plpgsql STABLE ROWS 1000
    SET search_path = pg_catalog
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT c.place, d.record_hash, d.ctid
    FROM unnest(codes) WITH ORDINALITY AS c (code, place)
    CROSS JOIN LATERAL (SELECT d.record_hash, d.ctid FROM motcua.dossier AS d WHERE d.source = from_source AND d.code = c.code OFFSET 0) AS d;
END;
$$;
COMMENT ON FUNCTION motcua.find_dossiers(text, text[]) IS 'The stored ones of a list of codes: place in the list, hash, and where the row lies. VI: '
    'Các mã đã có trong kho: vị trí trong danh sách, giá trị băm và vị trí lưu.';

CREATE OR REPLACE FUNCTION motcua.hashes_ahead(from_source text, codes text[], blocks bigint) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE ROWS 50000
    SET search_path = pg_catalog
AS $$
DECLARE
    before bigint;
    here bigint;
BEGIN
    -- Only a hint, and only read: what is not found here is looked up by its key. So it does no harm where the table has
    -- several parts, and a block number is one of each: the rows of the wrong part are a few more hashes, none of them false.
    -- A ctid reads as a point: block and place in it. Medians, since a few rows of a page may lie anywhere.
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY b.block) FILTER (WHERE f.place <= cardinality(codes) / 2),
           percentile_disc(0.5) WITHIN GROUP (ORDER BY b.block) FILTER (WHERE f.place > cardinality(codes) / 2)
    INTO before, here
    FROM motcua.find_dossiers(from_source, codes) AS f CROSS JOIN LATERAL (SELECT (f.lies_at::text::point)[0]::bigint AS block) AS b;
    here := coalesce(here, before, 0);
    RETURN QUERY
    SELECT d.record_hash FROM motcua.dossier AS d
    -- The block of the page itself holds what comes next, on either side.
    WHERE d.ctid BETWEEN format('(%s,0)', CASE WHEN here < before THEN greatest(here - blocks, 0) ELSE here END)::tid
                     AND format('(%s,0)', CASE WHEN here < before THEN here + 1 ELSE here + blocks END)::tid
      AND d.source = from_source;
END;
$$;
COMMENT ON FUNCTION motcua.hashes_ahead(text, text[], bigint)
    IS 'Hashes of what lies in so many blocks of the table after the stored ones of a list of codes, in the direction in which these lie. VI: Giá '
    'trị băm của các hồ sơ nằm kế tiếp các mã đã cho trong kho, theo chiều của các mã đó.';

-- What this run goes on with: its own rows, and those of runs that were killed or failed before it.
CREATE OR REPLACE FUNCTION motcua.first_unfinished(from_source text) RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
    RETURN (SELECT coalesce(max(r.run_id), 0) + 1 FROM motcua.run AS r WHERE r.source = from_source AND r.program = 'ingest' AND r.status = 'done');
COMMENT ON FUNCTION motcua.first_unfinished(text) IS 'Runs of a source from this one on were not finished: a run reads their list again. VI: Các '
    'lượt chạy từ số này trở đi chưa xong, danh sách được đọc lại.';

CREATE UNLOGGED TABLE motcua.staging_superseded (
    source text COLLATE "C" NOT NULL,
    run_id bigint NOT NULL,
    code text COLLATE "C" NOT NULL,
    is_newer boolean NOT NULL,
    changed_at timestamptz NOT NULL,
    latest_at timestamptz NOT NULL,
    status smallint,
    due_at timestamptz NOT NULL,
    record_hash uuid,
    appointed_at timestamptz
);
CREATE INDEX staging_superseded_code ON motcua.staging_superseded (source, code);
COMMENT ON TABLE motcua.staging_superseded IS 'What a run has read of dossiers beside their newest versions, so that the first appointment does not '
    'depend on where its batches end. VI: Các bản cũ của hồ sơ mà lượt chạy đã đọc, để tìm lịch hẹn đầu tiên.';
COMMENT ON COLUMN motcua.staging_superseded.source IS 'Source. VI: Nguồn.';
COMMENT ON COLUMN motcua.staging_superseded.run_id IS 'Run that read it; those of earlier runs go. VI: Lượt chạy đã đọc.';
COMMENT ON COLUMN motcua.staging_superseded.code IS 'Code of the dossier. VI: Mã hồ sơ.';
COMMENT ON COLUMN motcua.staging_superseded.is_newer IS 'It was not older than what was stored before the run. VI: Không cũ hơn bản đã lưu trước đó.';
COMMENT ON COLUMN motcua.staging_superseded.changed_at IS 'Its own date, as it is believed. VI: Ngày cập nhật ở nguồn.';
COMMENT ON COLUMN motcua.staging_superseded.latest_at IS 'The latest thing that it tells of. VI: Mốc thời gian muộn nhất trong bản ghi.';
COMMENT ON COLUMN motcua.staging_superseded.status IS 'Its status. VI: Trạng thái.';
COMMENT ON COLUMN motcua.staging_superseded.due_at IS 'Its appointment, -infinity for none. VI: Hạn trả.';
COMMENT ON COLUMN motcua.staging_superseded.record_hash IS 'Hash of the record. VI: Giá trị băm của bản ghi.';
COMMENT ON COLUMN motcua.staging_superseded.appointed_at IS 'The appointment that counts when it is the oldest version. VI: Lịch hẹn được tính nếu '
    'là bản cũ nhất.';

-- What is stored takes part when this run has met it in the same list as another version: which of the two comes first
-- must not matter, nor whether the run was killed between them. Its arrival is lower than any other, because it came
-- before; the first appointment that it knows of is that of an older version.
CREATE OR REPLACE FUNCTION motcua.recall_contested(from_source text, this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    EXECUTE format($query$
        INSERT INTO motcua.staging_dossier (arrival, code, due_at_first, record_hash, contested, skipped, %1$s)
        OVERRIDING SYSTEM VALUE
        SELECT -row_number() OVER (), d.code, d.due_at_first, d.record_hash, c.contested, d.skipped, %2$s
        FROM (SELECT s.code, bool_or(s.contested) AS contested, array_agg(s.record_hash) AS hashes
              FROM motcua.staging_dossier AS s GROUP BY s.code) AS c
        CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = $1 AND d.code = c.code OFFSET 0) AS d
        -- A version that was there before this run and is staged too would take part, and be counted, twice.
        WHERE d.last_run_id = $2
           -- What another version has lost to is of this list, even when it has not been written anew.
           OR (c.contested OR EXISTS (SELECT FROM motcua.staging_superseded AS v
                                      WHERE v.source = $1 AND v.code = c.code AND v.run_id = $2 AND v.is_newer))
              AND (d.record_hash = ANY (c.hashes)) IS NOT TRUE
        $query$, motcua.dossier_columns('told'), motcua.dossier_columns('told', 'd.%1$I'))
    USING from_source, this_run;
END;
$$;
COMMENT ON FUNCTION motcua.recall_contested(text, bigint) IS 'Puts stored versions beside the others of the same run. VI: Đưa bản đã lưu vào so sánh '
    'cùng các bản khác của lượt chạy.';

-- A run makes one step of each dossier, from what was known before it to what its list says, however many versions the list
-- has and batches it takes. So the step that a recalled version made is taken back, and made anew with the others; and those
-- before it that unfinished runs made of what is in this list too. This is the one place where the log and the versions lose
-- rows: only those of a run that is not done.
CREATE OR REPLACE FUNCTION motcua.take_back_steps(from_source text, this_run bigint) RETURNS bigint
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog
AS $$
DECLARE
    first_run CONSTANT bigint := motcua.first_unfinished(from_source);
    -- Without an unfinished run before it, only what is recalled can have been written by this one.
    resumes CONSTANT boolean := EXISTS (SELECT FROM motcua.run AS r WHERE r.source = from_source AND r.program = 'ingest' AND r.run_id >= first_run
        AND r.run_id < this_run);
    columns CONSTANT text := motcua.dossier_columns('stored');
    codes text[];
    runs bigint[];
    all_runs bigint[] := '{}';
BEGIN
    LOOP
        SELECT array_agg(w.code), array_agg(w.last_run_id) INTO codes, runs
        FROM (SELECT DISTINCT d.code, d.last_run_id
              FROM motcua.staging_dossier AS s
              CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = from_source AND d.code = s.code OFFSET 0) AS d
              JOIN motcua.dossier_version AS v ON v.source = from_source AND v.code = d.code AND v.until_run_id = d.last_run_id
              JOIN motcua.run AS r ON r.run_id = d.last_run_id
              WHERE (s.arrival < 0 OR resumes) AND r.run_id >= first_run AND r.program = 'ingest' AND r.source = from_source
                AND (all_runs = '{}' AND s.arrival < 0
                     OR (d.code, d.record_hash) IN (SELECT m.code, m.record_hash FROM motcua.staging_dossier AS m WHERE m.arrival > 0))) AS w;
        EXIT WHEN codes IS NULL;
        EXECUTE format('UPDATE motcua.dossier AS d SET (%1$s) = (SELECT %1$s FROM motcua.dossier_version AS v
                                                                 WHERE v.source = $1 AND v.code = t.code AND v.until_run_id = t.run)
                        FROM unnest($2, $3) AS t (code, run) WHERE d.source = $1 AND d.code = t.code', columns)
        USING from_source, codes, runs;
        DELETE FROM motcua.dossier_version AS v USING unnest(codes, runs) AS t (code, run)
        WHERE v.source = from_source AND v.code = t.code AND v.until_run_id = t.run;
        DELETE FROM motcua.dossier_change AS c USING unnest(codes, runs) AS t (code, run)
        WHERE c.source = from_source AND c.code = t.code AND c.run_id = t.run;
        all_runs := all_runs || runs;
    END LOOP;

    UPDATE motcua.staging_dossier AS s SET of_this_run = true
    FROM motcua.staging_dossier AS k
    CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = from_source AND d.code = k.code OFFSET 0) AS d
    WHERE (k.arrival < 0 OR resumes) AND s.code = k.code
      AND (d.first_run_id = this_run
           OR d.first_run_id >= first_run
              AND (d.last_run_id = this_run -- which has mended it before
                   OR (d.code, d.record_hash) IN (SELECT m.code, m.record_hash FROM motcua.staging_dossier AS m WHERE m.arrival > 0 OR m.contested))
              AND NOT EXISTS (SELECT FROM motcua.dossier_version AS v WHERE v.source = from_source AND v.code = k.code));
    RETURN (SELECT count(*) FROM unnest(all_runs) AS t (run) WHERE t.run = this_run);
END;
$$;
COMMENT ON FUNCTION motcua.take_back_steps(text, bigint) IS 'Takes back what unfinished runs have changed of the dossiers that are recalled, marks '
    'those that they made, and returns how many of these changes this run has counted. VI: Hoàn lại thay đổi của lượt chạy chưa xong đối với các hồ '
    'sơ được so sánh lại.';

CREATE OR REPLACE FUNCTION motcua.remember_older(from_source text, this_run bigint, arrivals bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    INSERT INTO motcua.staging_superseded (source, run_id, code, is_newer, changed_at, latest_at, status, due_at, record_hash, appointed_at)
    SELECT from_source, this_run, s.code, false, coalesce(motcua.believed(s.source_updated_at), '-infinity'),
           coalesce(greatest(s.submitted_at, s.received_at, s.finished_at, s.returned_at, s.apology_at), '-infinity'), s.status,
           coalesce(s.due_at, '-infinity'), s.record_hash, s.due_at
    FROM motcua.staging_dossier AS s WHERE s.arrival = ANY (arrivals);
END;
$$;
COMMENT ON FUNCTION motcua.remember_older(text, bigint, bigint[]) IS 'Keeps what is older than what is stored for the rest of the run: the stored '
    'version may be one of the same list. VI: Ghi lại các bản cũ hơn bản đã lưu trong lượt chạy.';

-- The newest version counts: by its own date, then by the latest thing that it tells of, because a list
-- may come in any order. One that is older than what was stored before this run comes last: alone it would change
-- nothing. The first appointment is that of the oldest version, of those too that lost in earlier batches of the run.
-- A deleted record gives way to one that is not older: the dossier has been entered anew under its code.
CREATE OR REPLACE FUNCTION motcua.drop_superseded(from_source text, this_run bigint) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    counted bigint;
BEGIN
    DELETE FROM motcua.staging_superseded AS v WHERE v.source = from_source AND v.run_id <> this_run;

    WITH repeated AS (
        SELECT s.code, bool_or(s.of_this_run) AS of_this_run FROM motcua.staging_dossier AS s GROUP BY s.code HAVING count(*) > 1
    ), version AS (
        SELECT s.code, s.arrival, s.skipped, NOT o.is_older AS is_newer, coalesce(motcua.believed(s.source_updated_at), '-infinity') AS changed_at,
               coalesce(greatest(s.submitted_at, s.received_at, s.finished_at, s.returned_at, s.apology_at), '-infinity') AS latest_at,
               s.status, coalesce(s.due_at, '-infinity') AS due_at, s.record_hash,
               CASE WHEN NOT o.is_older THEN s.due_at END AS appointed_at
        FROM repeated AS r JOIN motcua.staging_dossier AS s ON s.code = r.code
        LEFT JOIN LATERAL (SELECT d.source_updated_at FROM motcua.dossier AS d WHERE d.source = from_source AND d.code = r.code OFFSET 0) AS d ON true
        CROSS JOIN LATERAL (SELECT NOT s.of_this_run AND coalesce(s.source_updated_at < motcua.believed(d.source_updated_at), false) AS is_older) AS o
        UNION ALL
        SELECT v.code, NULL, false, v.is_newer OR r.of_this_run, v.changed_at, v.latest_at, v.status, v.due_at, v.record_hash,
               CASE WHEN v.is_newer OR r.of_this_run THEN v.appointed_at END
        FROM repeated AS r CROSS JOIN LATERAL (SELECT v.* FROM motcua.staging_superseded AS v
                                               WHERE v.source = from_source AND v.code = r.code OFFSET 0) AS v
    ), ranked AS (
        SELECT v.*, row_number() OVER newest_first AS place, first_value(v.skipped) OVER newest_first AS is_deleted,
               first_value(v.appointed_at) OVER (PARTITION BY v.code ORDER BY v.appointed_at IS NULL, o.version
                                                 ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS first_appointed_at
        FROM version AS v
        CROSS JOIN LATERAL (SELECT ROW(v.is_newer, v.changed_at, NOT v.skipped, v.latest_at, v.status, v.due_at, v.record_hash,
                                       v.arrival) AS version) AS o
        -- What has lost before loses again, to what it lost to or to the like.
        WINDOW newest_first AS (PARTITION BY v.code ORDER BY v.arrival IS NULL, o.version DESC)
    ), first_appointments AS (
        UPDATE motcua.staging_dossier AS s SET due_at_first = r.first_appointed_at
        FROM ranked AS r WHERE s.arrival = r.arrival AND r.place = 1
    ), remembered AS (
        INSERT INTO motcua.staging_superseded (source, run_id, code, is_newer, changed_at, latest_at, status, due_at, record_hash, appointed_at)
        SELECT from_source, this_run, r.code, r.is_newer, r.changed_at, r.latest_at, r.status, r.due_at, r.record_hash,
               nullif(r.due_at, '-infinity')
        FROM ranked AS r WHERE r.place > 1 AND r.arrival IS NOT NULL AND NOT r.skipped
    ), dropped AS (
        DELETE FROM motcua.staging_dossier AS s
        USING ranked AS r WHERE s.arrival = r.arrival AND r.place > 1
        -- What is stored has been counted when it was met.
        RETURNING NOT s.skipped AND (s.arrival > 0 OR NOT r.is_deleted) AS counts
    )
    SELECT count(*) INTO counted FROM dropped AS d WHERE d.counts;
    RETURN counted;
END;
$$;
COMMENT ON FUNCTION motcua.drop_superseded(text, bigint) IS 'Leaves the newest record of each dossier in staging and returns how many older '
    'ones went; skipped ones are counted elsewhere. VI: Giữ bản mới nhất của mỗi hồ sơ trong lô.';

-- What the programs store without staging is not shared: they have asked motcua.told_elsewhere.
CREATE OR REPLACE FUNCTION motcua.shared_codes(from_source text) RETURNS text[]
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN (
        SELECT array_agg(DISTINCT s.code)
        FROM motcua.dossier_sources() AS o CROSS JOIN motcua.staging_dossier AS s
        CROSS JOIN LATERAL (SELECT FROM motcua.dossier AS d WHERE d.source = o.source AND d.code = s.code OFFSET 0) AS d
        WHERE o.source <> from_source);
END;
$$;
COMMENT ON FUNCTION motcua.shared_codes(text) IS 'Codes in staging that another source has delivered too; null for none. VI: Các mã trong lô mà '
    'nguồn khác cũng đã gửi.';

-- A dossier that the source has deleted leaves all figures, but not without a trace: its row stays, the change is
-- logged, and motcua.change_flags asks about it. Its hash goes, so that the record is looked at when it comes back.
CREATE OR REPLACE FUNCTION motcua.skip_dossiers(from_source text, this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    SET plan_cache_mode = force_custom_plan
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS $$
#variable_conflict use_column
BEGIN
    WITH gone AS MATERIALIZED (
        SELECT d.source, d.code, d.last_run_id, s.of_this_run, s.source_updated_at
        FROM motcua.staging_dossier AS s
        CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = from_source AND d.code = s.code OFFSET 0) AS d
        WHERE s.skipped AND NOT d.skipped AND NOT coalesce(s.source_updated_at < motcua.believed(d.source_updated_at), false)
    ), logged AS (
        INSERT INTO motcua.dossier_change (source, code, run_id, field, old_value, new_value)
        SELECT g.source, g.code, this_run, 'skipped', 'false', 'true' FROM gone AS g WHERE NOT g.of_this_run ORDER BY g.code
    ), kept AS (
        INSERT INTO motcua.dossier_version
        SELECT v.* FROM gone AS g JOIN motcua.dossier AS d ON d.source = g.source AND d.code = g.code
        CROSS JOIN LATERAL motcua.version_of(d, this_run) AS v
        WHERE g.last_run_id < this_run AND NOT g.of_this_run
    )
    UPDATE motcua.dossier AS d
    SET skipped = true, source_updated_at = coalesce(g.source_updated_at, d.source_updated_at), record_hash = NULL, last_run_id = this_run
    FROM gone AS g WHERE d.source = g.source AND d.code = g.code;

    DELETE FROM motcua.staging_dossier AS s WHERE s.skipped;
END;
$$;
COMMENT ON FUNCTION motcua.skip_dossiers(text, bigint) IS 'Marks the stored dossiers that the source has deleted, logs that, and takes the records '
    'out of staging. VI: Đánh dấu các hồ sơ đã bị xóa hoặc loại ra ở nguồn, có ghi nhật ký.';

CREATE OR REPLACE FUNCTION motcua.aliases_digest(of_source text) RETURNS text
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    SELECT md5(string_agg(concat_ws(E'\n', a.kind, a.raw, a.code), E'\n' ORDER BY a.kind, a.raw))
    FROM (SELECT 'office' AS kind, o.raw, o.office AS code FROM motcua.office_alias AS o WHERE o.source = of_source
          UNION ALL
          SELECT 'procedure', p.raw, p.procedure FROM motcua.procedure_alias AS p WHERE p.source = of_source) AS a;
$$;
COMMENT ON FUNCTION motcua.aliases_digest(text) IS 'Changes with the aliases of a source; null without any. VI: Dấu nhận dạng các tên gọi khác của '
    'một nguồn.';

CREATE OR REPLACE FUNCTION motcua.resolve_offices(from_source text) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    -- EXISTS spares sources that write codes, which are most, a second look at every record.
    WITH meant AS MATERIALIZED (
        SELECT m.raw, m.code
        FROM motcua.codes_meant('office', from_source, ARRAY(SELECT s.handling_office FROM motcua.staging_dossier AS s
                                                             UNION SELECT s.receiving_office FROM motcua.staging_dossier AS s)) AS m
    )
    UPDATE motcua.staging_dossier AS s
    SET receiving_office = coalesce(r.code, s.receiving_office), handling_office = coalesce(h.code, s.handling_office)
    FROM motcua.staging_dossier AS raw
    LEFT JOIN meant AS r ON r.raw = raw.receiving_office
    LEFT JOIN meant AS h ON h.raw = raw.handling_office
    WHERE s.arrival = raw.arrival AND (r.code IS NOT NULL OR h.code IS NOT NULL)
      AND EXISTS (SELECT FROM meant);

    SELECT motcua.create_offices(array_agg(n.code))
    FROM (SELECT s.handling_office AS code FROM motcua.staging_dossier AS s
          UNION
          SELECT s.receiving_office FROM motcua.staging_dossier AS s) AS n;

    -- The first name in the alphabet, not the first to arrive: pages may come in any order.
    WITH heard AS (
        SELECT n.code, min(normalize(n.name, NFC) COLLATE "C") AS name
        FROM (SELECT DISTINCT s.handling_office AS code, s.office_name AS name FROM motcua.staging_dossier AS s) AS n
        WHERE n.name IS NOT NULL
        GROUP BY n.code
    )
    UPDATE motcua.office AS o SET name = h.name, level = motcua.level_of_name(h.name)
    FROM heard AS h
    WHERE o.code = h.code AND NOT o.verified AND (o.name IS NULL OR h.name COLLATE "C" < o.name COLLATE "C");
$$;
COMMENT ON FUNCTION motcua.resolve_offices(text) IS 'Puts office codes in the place of aliases and creates the offices that no catalogue names, as '
    'unverified. VI: Thay tên gọi khác bằng mã cơ quan; tạo cơ quan chưa có trong danh mục.';

CREATE OR REPLACE FUNCTION motcua.resolve_procedures(from_source text) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    UPDATE motcua.staging_dossier AS s SET procedure = m.code
    FROM motcua.codes_meant('procedure', from_source, ARRAY(SELECT DISTINCT d.procedure FROM motcua.staging_dossier AS d)) AS m
        WHERE m.raw = s.procedure;

    WITH heard AS (
        SELECT n.code, min(normalize(n.name, NFC) COLLATE "C") AS name, min(normalize(n.field, NFC) COLLATE "C") AS field
        FROM (SELECT DISTINCT s.procedure AS code, s.procedure_name AS name, s.procedure_field AS field
              FROM motcua.staging_dossier AS s) AS n
        WHERE n.code IS NOT NULL
        GROUP BY n.code
    ), known AS (
        UPDATE motcua.procedure AS p
        SET name = least(h.name COLLATE "C", p.name COLLATE "C"), field = least(h.field COLLATE "C", p.field COLLATE "C")
        FROM heard AS h
        WHERE p.code = h.code AND NOT p.verified
          AND (p.name, p.field) IS DISTINCT FROM (least(h.name COLLATE "C", p.name COLLATE "C"), least(h.field COLLATE "C", p.field COLLATE "C"))
    )
    INSERT INTO motcua.procedure (code, name, field, verified)
    SELECT h.code, h.name, h.field, false FROM heard AS h
    WHERE NOT EXISTS (SELECT FROM motcua.procedure AS p WHERE p.code = h.code);
$$;
COMMENT ON FUNCTION motcua.resolve_procedures(text) IS 'Puts procedure codes in the place of aliases and creates the procedures that no catalogue '
    'names, as unverified. VI: Thay tên gọi khác bằng mã thủ tục; tạo thủ tục chưa có trong danh mục.';

-- One look at the stored rows tells what to do with each record; a night without changes ends here.
-- Two records tell of the same state when all that can be stored is equal.
CREATE OR REPLACE FUNCTION motcua.compare_dossiers(from_source text, this_run bigint, OUT older bigint[], OUT changed bigint[], OUT mended bigint[],
    OUT fresh bigint[], OUT rehashed bigint[])
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    EXECUTE format($query$
        SELECT coalesce(array_agg(c.arrival) FILTER (WHERE c.is_older), '{}'),
               coalesce(array_agg(c.arrival) FILTER (WHERE NOT c.is_older AND c.is_changed AND NOT c.of_this_run), '{}'),
               coalesce(array_agg(c.arrival) FILTER (WHERE NOT c.is_older AND (c.is_changed OR c.is_appointed) AND c.of_this_run), '{}'),
               coalesce(array_agg(c.arrival) FILTER (WHERE c.is_fresh), '{}'),
               coalesce(array_agg(c.arrival) FILTER (WHERE NOT c.is_older AND NOT c.is_changed AND c.is_rehashed), '{}')
        FROM (
            SELECT s.arrival, d.code IS NULL AS is_fresh, coalesce(s.source_updated_at < motcua.believed(d.source_updated_at), false) AS is_older,
                   s.of_this_run,
                   s.due_at_first IS NOT NULL AND s.due_at_first IS DISTINCT FROM d.due_at_first AS is_appointed,
                   d.code IS NOT NULL AND d.record_hash IS DISTINCT FROM s.record_hash AS is_rehashed,
                   d.code IS NOT NULL AND (d.skipped, %1$s) IS DISTINCT FROM (false, %2$s) AS is_changed
            FROM motcua.staging_dossier AS s
            LEFT JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = $1 AND d.code = s.code OFFSET 0) AS d ON true
        ) AS c
        $query$, motcua.dossier_columns('told', 's.%1$I'), motcua.dossier_columns('told', 'd.%1$I'))
    INTO older, changed, mended, fresh, rehashed
    USING from_source;
END;
$$;
COMMENT ON FUNCTION motcua.compare_dossiers(text, bigint) IS 'By their arrival, which records in staging are older than what is stored, '
    'which ones change a row, mend one that this run itself made, make a new one, or differ only in what is not stored. VI: So sánh lô với dữ liệu '
    'đã lưu: số bản cũ; các bản có thay đổi, sửa dòng do chính lượt chạy này thêm, mới, chỉ khác phần không lưu.';

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
COMMENT ON FUNCTION motcua.update_dossiers(text, bigint, bigint[])
    IS 'Stores the records that change a row, keeps the row of an earlier run and logs what changed since. VI: Ghi phần thay đổi, lưu trạng thái cũ '
    'và ghi nhật ký so với lượt chạy trước.';

-- Nobody sees a difference, so no run is noted: only the next night is spared a look at the record.
CREATE OR REPLACE FUNCTION motcua.rehash_dossiers(from_source text, arrivals bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    SET plan_cache_mode = force_custom_plan
    SET enable_hashjoin = off
    SET enable_mergejoin = off
AS $$
BEGIN
    UPDATE motcua.dossier AS d SET record_hash = s.record_hash
    FROM motcua.staging_dossier AS s
    WHERE s.arrival = ANY (arrivals) AND d.source = from_source AND d.code = s.code;
END;
$$;
COMMENT ON FUNCTION motcua.rehash_dossiers(text, bigint[]) IS 'Remembers the bytes of records that differ only in what is not stored. VI: Cập nhật '
    'giá trị băm của bản ghi chỉ khác phần không lưu.';

CREATE OR REPLACE FUNCTION motcua.insert_dossiers(from_source text, this_run bigint, arrivals bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    EXECUTE format($query$
        INSERT INTO motcua.dossier (source, code, due_at_first, record_hash, first_run_id, last_run_id, %1$s)
        SELECT $1, s.code, coalesce(s.due_at_first, s.due_at), s.record_hash, $2, $2, %2$s
        FROM unnest($3) AS a (arrival) JOIN motcua.staging_dossier AS s ON s.arrival = a.arrival
        $query$, motcua.dossier_columns('told'), motcua.dossier_columns('told', 's.%1$I'))
    USING from_source, this_run, arrivals;
END;
$$;
COMMENT ON FUNCTION motcua.insert_dossiers(text, bigint, bigint[]) IS 'Stores the dossiers that were not known. VI: Thêm hồ sơ mới.';

CREATE OR REPLACE FUNCTION motcua.merge_dossiers(this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    from_source text;
    arrived bigint;
    taken_back bigint;
    superseded_here bigint;
    found record;
    shared text[];
BEGIN
    SELECT r.source INTO STRICT from_source FROM motcua.run AS r WHERE r.run_id = this_run;
    SELECT count(*) INTO arrived FROM motcua.staging_dossier AS s WHERE NOT s.skipped;
    PERFORM motcua.recall_contested(from_source, this_run);
    taken_back := motcua.take_back_steps(from_source, this_run);
    superseded_here := motcua.drop_superseded(from_source, this_run);
    shared := motcua.shared_codes(from_source);
    PERFORM motcua.skip_dossiers(from_source, this_run);
    PERFORM motcua.resolve_offices(from_source);
    PERFORM motcua.resolve_procedures(from_source);
    SELECT * INTO found FROM motcua.compare_dossiers(from_source, this_run);
    superseded_here := superseded_here + cardinality(found.older);
    IF cardinality(found.older) > 0 THEN
        PERFORM motcua.remember_older(from_source, this_run, found.older);
    END IF;
    IF cardinality(found.changed || found.mended) > 0 THEN
        PERFORM motcua.update_dossiers(from_source, this_run, found.changed || found.mended);
    END IF;
    IF cardinality(found.rehashed) > 0 THEN
        PERFORM motcua.rehash_dossiers(from_source, found.rehashed);
    END IF;
    IF cardinality(found.fresh) > 0 THEN
        PERFORM motcua.insert_dossiers(from_source, this_run, found.fresh);
    END IF;
    IF shared IS NOT NULL THEN
        PERFORM motcua.settle_dossiers(shared, this_run);
    END IF;
    UPDATE motcua.run AS r
    SET records = r.records + arrived, inserted = r.inserted + cardinality(found.fresh),
        updated = r.updated + cardinality(found.changed) - taken_back, superseded = r.superseded + superseded_here,
        unchanged = r.unchanged + arrived - superseded_here - cardinality(found.changed) + taken_back - cardinality(found.fresh)
    WHERE r.run_id = this_run;
    TRUNCATE motcua.staging_dossier;
END;
$$;
COMMENT ON FUNCTION motcua.merge_dossiers(bigint) IS 'Merges the batch in staging into motcua.dossier and counts it in its run. VI: Nhập lô hồ sơ '
    'trong bảng tạm vào motcua.dossier và cộng vào lượt chạy.';

CREATE OR REPLACE VIEW motcua.last_runs AS
    SELECT DISTINCT ON (r.source)
           r.source, to_char(r.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM HH24:MI') AS started,
           r.records, r.inserted, r.updated, r.rejected, r.skipped,
           CASE WHEN motcua.has_come(w.read_until) THEN to_char(w.read_until AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM HH24:MI')
                ELSE to_char(w.read_until AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY HH24:MI') || ' (tương lai, không tin)' END AS read_until,
           CASE r.status WHEN 'done' THEN 'xong' WHEN 'failed' THEN 'lỗi' WHEN 'interrupted' THEN 'bị ngắt' ELSE 'đang chạy' END
           || coalesce(': ' || r.error, '; ' || r.note, '')
           || CASE WHEN motcua.has_come(r.started_at) THEN '' ELSE '; đồng hồ máy chủ sai: năm ' || extract(year FROM r.started_at) END
           || CASE WHEN r.dated_until IS NULL THEN ''
                   ELSE '; bản ghi ghi ngày trong tương lai, đến ' || to_char(r.dated_until AT TIME ZONE 'Asia/Ho_Chi_Minh',
                       'DD/MM/YYYY') END AS result
    FROM motcua.run AS r LEFT JOIN motcua.watermark AS w ON w.source = r.source
    WHERE r.program = 'ingest'
    ORDER BY r.source, r.run_id DESC;
COMMENT ON VIEW motcua.last_runs IS 'The last run of each source, as motcua-ingest status shows it. VI: Lượt chạy gần nhất của từng nguồn.';

CREATE OR REPLACE VIEW motcua.unverified AS
    SELECT 'office' AS kind, o.code, o.name FROM motcua.office AS o
    WHERE NOT o.verified AND NOT EXISTS (SELECT FROM motcua.office_alias AS a WHERE motcua.fold_name(a.raw) = motcua.fold_name(o.code))
    UNION ALL
    SELECT 'procedure', p.code, p.name FROM motcua.procedure AS p
    WHERE NOT p.verified AND NOT EXISTS (SELECT FROM motcua.procedure_alias AS a WHERE motcua.fold_name(a.raw) = motcua.fold_name(p.code))
    ORDER BY 1, 2;
COMMENT ON VIEW motcua.unverified IS 'Offices and procedures that dossiers name but no catalogue. VI: Cơ quan, thủ tục xuất hiện trong hồ sơ nhưng '
    'chưa có trong danh mục.';

COMMENT ON COLUMN motcua.last_runs.source IS 'Source. VI: Nguồn.';
COMMENT ON COLUMN motcua.last_runs.started IS 'Start. VI: Bắt đầu.';
COMMENT ON COLUMN motcua.last_runs.records IS 'Records. VI: Bản ghi.';
COMMENT ON COLUMN motcua.last_runs.inserted IS 'New rows. VI: Mới.';
COMMENT ON COLUMN motcua.last_runs.updated IS 'Changed rows. VI: Đổi.';
COMMENT ON COLUMN motcua.last_runs.rejected IS 'Rejected records. VI: Loại.';
COMMENT ON COLUMN motcua.last_runs.skipped IS 'Records left out ([source] skip). VI: Bỏ qua.';
COMMENT ON COLUMN motcua.last_runs.read_until IS 'Watermark. VI: Đã đọc đến.';
COMMENT ON COLUMN motcua.last_runs.result IS 'Result. VI: Kết quả.';
COMMENT ON COLUMN motcua.unverified.kind IS 'Office or procedure. VI: Loại.';
COMMENT ON COLUMN motcua.unverified.code IS 'Code. VI: Mã.';
COMMENT ON COLUMN motcua.unverified.name IS 'Name. VI: Tên.';

COMMIT;
