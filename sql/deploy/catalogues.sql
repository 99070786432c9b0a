-- Deploy motcua:catalogues to pg
-- requires: ingest
-- requires: feedback
-- Catalogues and feedback come in like dossiers: a batch in a staging table, then one set-wise merge. What a list
-- leaves out is never deleted. What a catalogue leaves empty does not wipe out what another one has said.

BEGIN;

CREATE UNLOGGED TABLE motcua.staging_procedure (
    arrival bigint GENERATED ALWAYS AS IDENTITY,
    code text COLLATE "C" NOT NULL,
    name text COLLATE "C",
    field text COLLATE "C",
    online_level motcua.online_level,
    full_eligible boolean,
    has_fee boolean,
    online_payment boolean,
    paper_result boolean,
    valid_from timestamptz,
    valid_to timestamptz
);
COMMENT ON TABLE motcua.staging_procedure IS 'Catalogue rows of the batch that is being loaded; empty between batches. VI: Danh mục thủ tục của lô '
    'đang nạp; trống giữa các lô.';

CREATE UNLOGGED TABLE motcua.staging_office (
    arrival bigint GENERATED ALWAYS AS IDENTITY,
    code text COLLATE "C" NOT NULL,
    name text COLLATE "C",
    level text COLLATE "C",
    parent text COLLATE "C",
    valid_from timestamptz,
    valid_to timestamptz
);
COMMENT ON TABLE motcua.staging_office IS 'Catalogue rows of the batch that is being loaded; empty between batches. VI: Danh mục cơ quan của lô đang '
    'nạp; trống giữa các lô.';

CREATE UNLOGGED TABLE motcua.staging_office_alias (
    arrival bigint GENERATED ALWAYS AS IDENTITY,
    raw text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    office text COLLATE "C" NOT NULL
);
COMMENT ON TABLE motcua.staging_office_alias IS 'Aliases of the batch that is being loaded; empty between batches. VI: Tên gọi khác của cơ quan '
    'trong lô đang nạp; trống giữa các lô.';

CREATE UNLOGGED TABLE motcua.staging_procedure_alias (
    arrival bigint GENERATED ALWAYS AS IDENTITY,
    raw text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    procedure text COLLATE "C" NOT NULL
);
COMMENT ON TABLE motcua.staging_procedure_alias IS 'Aliases of the batch that is being loaded; empty between batches. VI: Tên gọi khác của thủ tục '
    'trong lô đang nạp; trống giữa các lô.';

CREATE UNLOGGED TABLE motcua.staging_office_succession (
    arrival bigint GENERATED ALWAYS AS IDENTITY,
    old_office text COLLATE "C" NOT NULL,
    new_office text COLLATE "C" NOT NULL,
    on_day timestamptz NOT NULL,
    share_percent integer NOT NULL
);
COMMENT ON TABLE motcua.staging_office_succession IS 'Successions of the batch that is being loaded; empty between batches. VI: Quan hệ kế thừa '
    'trong lô đang nạp; trống giữa các lô.';
COMMENT ON COLUMN motcua.staging_office_succession.share_percent
    IS 'Part of the old office that went there, in percent. VI: Phần của cơ quan cũ chuyển sang, tính bằng phần trăm.';

CREATE UNLOGGED TABLE motcua.staging_feedback (
    arrival bigint GENERATED ALWAYS AS IDENTITY,
    code text COLLATE "C" NOT NULL,
    office text COLLATE "C",
    office_name text COLLATE "C",
    received_at timestamptz,
    transferred_at timestamptz,
    due_at timestamptz,
    answered_at timestamptz,
    published_at timestamptz,
    status text COLLATE "C",
    class text COLLATE "C",
    source_updated_at timestamptz,
    skipped boolean,
    CONSTRAINT only_skipped_is_incomplete CHECK (skipped IS TRUE OR (office, received_at) IS NOT NULL)
);
COMMENT ON TABLE motcua.staging_feedback IS 'Feedback of the batch that is being loaded; empty between batches. VI: Phản ánh, kiến nghị của lô đang '
    'nạp; trống giữa các lô.';
COMMENT ON COLUMN motcua.staging_feedback.office_name IS 'Name of the office, for one that no catalogue names. VI: Tên cơ quan.';

-- psql copies into these too.
CREATE OR REPLACE TRIGGER plain BEFORE INSERT ON motcua.staging_procedure FOR EACH ROW EXECUTE FUNCTION motcua.plain_columns('code');
CREATE OR REPLACE TRIGGER plain BEFORE INSERT ON motcua.staging_office FOR EACH ROW EXECUTE FUNCTION motcua.plain_columns('code', 'parent');
CREATE OR REPLACE TRIGGER plain BEFORE INSERT ON motcua.staging_office_alias FOR EACH ROW EXECUTE FUNCTION motcua.plain_columns('raw', 'source',
    'office');
CREATE OR REPLACE TRIGGER plain BEFORE INSERT ON motcua.staging_procedure_alias
    FOR EACH ROW EXECUTE FUNCTION motcua.plain_columns('raw', 'source', 'procedure');
CREATE OR REPLACE TRIGGER plain BEFORE INSERT ON motcua.staging_office_succession
    FOR EACH ROW EXECUTE FUNCTION motcua.plain_columns('old_office', 'new_office');

-- All other columns are those of the table that the rows go to.
DO $$
DECLARE
    twin record;
BEGIN
    FOR twin IN
        SELECT s.attrelid::regclass AS staging, s.attname,
               CASE s.attname WHEN 'arrival' THEN 'Order of arrival. VI: Thứ tự nhận.' ELSE col_description(t.oid, a.attnum) END AS meaning
        FROM unnest('{procedure,office,office_alias,procedure_alias,office_succession,feedback}'::text[]) AS n (name)
        JOIN pg_class AS t ON t.oid = ('motcua.' || n.name)::regclass
        JOIN pg_attribute AS s ON s.attrelid = ('motcua.staging_' || n.name)::regclass AND s.attnum > 0
        LEFT JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attname = s.attname
        WHERE a.attname IS NOT NULL OR s.attname = 'arrival'
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', twin.staging, twin.attname, twin.meaning);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION motcua.count_merged(this_run bigint, arrived bigint, inserted_here bigint, updated_here bigint,
    superseded_here bigint) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    UPDATE motcua.run
    SET records = records + arrived, inserted = inserted + inserted_here, updated = updated + updated_here,
        superseded = superseded + superseded_here,
        unchanged = unchanged + arrived - inserted_here - updated_here - superseded_here
    WHERE run_id = this_run;
END;
COMMENT ON FUNCTION motcua.count_merged(bigint, bigint, bigint, bigint, bigint)
    IS 'Adds a merged batch to the counts of its run; what is neither new, changed nor old is unchanged. VI: Cộng kết quả một lô vào lượt chạy.';

CREATE OR REPLACE FUNCTION motcua.validity(new_from timestamptz, new_to timestamptz, known_from date, known_to date, OUT valid_from date,
    OUT valid_to date)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    SELECT coalesce(motcua.local_day(new_from), CASE WHEN motcua.local_day(new_to) < known_from THEN NULL ELSE known_from END),
           CASE WHEN new_from IS NOT NULL THEN motcua.local_day(new_to) ELSE coalesce(motcua.local_day(new_to), known_to) END
$$;
COMMENT ON FUNCTION motcua.validity(timestamptz, timestamptz, date, date)
    IS 'Validity after a catalogue has spoken: one that states a first day states the last one too, be it none. VI: Thời hạn hiệu lực sau khi nhận '
    'danh mục mới.';

-- A catalogue may list several versions of a procedure: the one in force counts, else the next one, else the last.
CREATE OR REPLACE FUNCTION motcua.merge_procedures(this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    arrived bigint;
    older bigint;
    fresh bigint;
    written bigint;
BEGIN
    SELECT count(*) INTO arrived FROM motcua.staging_procedure;
    DELETE FROM motcua.staging_procedure AS s
    USING (SELECT v.arrival, row_number() OVER (PARTITION BY v.code
               ORDER BY coalesce(motcua.local_day(v.valid_from) <= motcua.today(), true) DESC,
                        CASE WHEN motcua.local_day(v.valid_from) > motcua.today() THEN v.valid_from END,
                        v.valid_from DESC NULLS LAST, v.valid_to DESC NULLS FIRST, v.arrival DESC) AS place
           FROM motcua.staging_procedure AS v) AS ranked
    WHERE s.arrival = ranked.arrival AND ranked.place > 1;
    GET DIAGNOSTICS older = ROW_COUNT;
    SELECT count(*) INTO fresh FROM motcua.staging_procedure AS s
    WHERE NOT EXISTS (SELECT FROM motcua.procedure AS p WHERE p.code = s.code);

    INSERT INTO motcua.procedure AS p (code, name, field, online_level, full_eligible, has_fee, online_payment, paper_result, valid_from, valid_to,
        verified)
    SELECT s.code, coalesce(normalize(s.name, NFC), k.name), coalesce(normalize(s.field, NFC), k.field), coalesce(s.online_level, k.online_level),
           coalesce(s.full_eligible, k.full_eligible), coalesce(s.has_fee, k.has_fee), coalesce(s.online_payment, k.online_payment),
           coalesce(s.paper_result, k.paper_result), v.valid_from, v.valid_to, true
    FROM motcua.staging_procedure AS s
    LEFT JOIN motcua.procedure AS k ON k.code = s.code
    CROSS JOIN LATERAL motcua.validity(s.valid_from, s.valid_to, k.valid_from, k.valid_to) AS v
    ON CONFLICT (code) DO UPDATE
    SET name = excluded.name, field = excluded.field, online_level = excluded.online_level, full_eligible = excluded.full_eligible,
        has_fee = excluded.has_fee, online_payment = excluded.online_payment, paper_result = excluded.paper_result,
        valid_from = excluded.valid_from, valid_to = excluded.valid_to, verified = true
    WHERE p IS DISTINCT FROM excluded;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM motcua.count_merged(this_run, arrived, fresh, written - fresh, older);
    TRUNCATE motcua.staging_procedure;
END;
$$;
COMMENT ON FUNCTION motcua.merge_procedures(bigint) IS 'Merges the batch in staging into motcua.procedure and counts it in its run. VI: Nhập lô danh '
    'mục thủ tục vào motcua.procedure.';

-- An office is its code. A list that gives the code another parent, another life or the name of a sister speaks of
-- another unit, and what that code has closed would move into other sums. Such a record is refused, with what to write.
-- What an office has not been told of yet, and what concerns nothing that it did, is taken as it comes.
CREATE OR REPLACE FUNCTION motcua.refused_offices(closed_until date DEFAULT (date_trunc('month', motcua.today() - interval '1 month'))::date - 1)
    RETURNS TABLE (arrival bigint, field text, reason text)
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH RECURSIVE told AS MATERIALIZED (
        SELECT s.arrival, s.code, s.parent, s.level, s.name, v.valid_from, v.valid_to, k.parent AS old_parent, k.level AS old_level,
               k.name AS old_name, k.valid_from AS old_from, k.valid_to AS old_to, motcua.fold_name(s.name) <> motcua.fold_name(k.name) AS is_renamed
        FROM motcua.staging_office AS s JOIN motcua.office AS k ON k.code = s.code AND k.verified
        CROSS JOIN LATERAL motcua.validity(s.valid_from, s.valid_to, k.valid_from, k.valid_to) AS v
    ), changed AS MATERIALIZED (
        SELECT t.* FROM told AS t
        WHERE t.parent <> t.old_parent OR t.level <> t.old_level OR t.is_renamed OR t.valid_from IS DISTINCT FROM t.old_from
           OR t.valid_to IS DISTINCT FROM t.old_to
    ), busy AS MATERIALIZED (
        SELECT b.office, min(b.from_day) AS from_day, max(b.to_day) AS to_day
        FROM (SELECT n.office, min(d.received_on) AS from_day, greatest(max(d.received_on), max(d.closed_on)) AS to_day
              FROM motcua.dossier AS d CROSS JOIN LATERAL (VALUES (d.handling_office), (d.receiving_office)) AS n (office)
              WHERE EXISTS (SELECT FROM changed) AND d.received_on IS NOT NULL GROUP BY n.office
              UNION ALL
              SELECT f.office, min(motcua.local_day(f.received_at)), greatest(max(motcua.local_day(f.received_at)), max(f.answered_on))
              FROM motcua.feedback AS f WHERE EXISTS (SELECT FROM changed) AND NOT f.skipped GROUP BY f.office) AS b
        GROUP BY b.office
    ), below (top, office) AS (
        SELECT c.code, c.code FROM changed AS c
        UNION
        SELECT b.top, o.code FROM below AS b JOIN motcua.office AS o ON o.parent = b.office
    ), judged AS (
        SELECT c.*, own.from_day, own.to_day,
               EXISTS (SELECT FROM below AS b JOIN busy AS y ON y.office = b.office WHERE b.top = c.code) AS has_some,
               -- Those below that outlive the earlier of two ends are somewhere else in between.
               EXISTS (SELECT FROM below AS b JOIN busy AS y ON y.office = b.office JOIN motcua.office AS o ON o.code = b.office
                       LEFT JOIN told AS t ON t.code = b.office
                       WHERE b.top = c.code AND b.office <> c.code AND e.earlier < closed_until AND y.to_day > e.earlier
                           AND y.from_day <= least(e.later, closed_until)
                         AND coalesce(CASE WHEN t.code IS NULL THEN o.valid_to ELSE t.valid_to END > e.earlier, true)) AS moves_others
        FROM changed AS c LEFT JOIN busy AS own ON own.office = c.code
        CROSS JOIN LATERAL (SELECT least(coalesce(c.valid_to, 'infinity'), coalesce(c.old_to, 'infinity')) AS earlier,
                                   greatest(coalesce(c.valid_to, 'infinity'), coalesce(c.old_to, 'infinity')) AS later) AS e
    )
    SELECT j.arrival, r.field, r.reason
    FROM judged AS j
    CROSS JOIN LATERAL (
        SELECT v.field, v.reason FROM (VALUES
            (1, 'parent', j.parent <> j.old_parent AND j.has_some,
             format('đã có hồ sơ dưới %s, nay danh mục ghi cấp trên là %s', j.old_parent, j.parent)),
            (2, 'valid_from', j.valid_from > j.old_to AND j.from_day IS NOT NULL,
             format('mã đã chấm dứt ngày %s, nay dùng lại từ %s', to_char(j.old_to, 'DD/MM/YYYY'), to_char(j.valid_from, 'DD/MM/YYYY'))),
            (3, 'valid_from', j.valid_from > coalesce(j.old_from, '-infinity') AND j.from_day < j.valid_from,
             format('đã có hồ sơ từ %s, nay danh mục ghi hoạt động từ %s', to_char(j.from_day, 'DD/MM/YYYY'), to_char(j.valid_from, 'DD/MM/YYYY'))),
            (4, 'valid_to', j.valid_to IS DISTINCT FROM j.old_to AND j.moves_others,
             format('ngày chấm dứt đổi từ %s sang %s làm thay đổi số liệu các kỳ đã qua của đơn vị trực thuộc',
                    coalesce(to_char(j.old_to, 'DD/MM/YYYY'), 'không có'), coalesce(to_char(j.valid_to, 'DD/MM/YYYY'), 'không có'))),
            (5, 'level', j.level <> j.old_level AND j.has_some
             AND EXISTS (SELECT FROM motcua.office_succession AS s WHERE j.code IN (s.old_office, s.new_office)),
             format('đã có hồ sơ và quan hệ kế thừa ở cấp %s, nay danh mục ghi cấp %s', j.old_level, j.level)),
            (6, 'name', j.is_renamed AND j.from_day IS NOT NULL
             AND EXISTS (SELECT FROM motcua.office AS o WHERE o.code <> j.code AND motcua.fold_name(o.name) = motcua.fold_name(j.name)
                         AND o.parent IS NOT DISTINCT FROM j.old_parent),
             format('tên mới là tên của một đơn vị khác: %s', j.name))
        ) AS v (place, field, holds, reason)
        WHERE v.holds ORDER BY v.place LIMIT 1
    ) AS r;
END;
$$;
COMMENT ON FUNCTION motcua.refused_offices(date) IS
    'Records in staging that would change what an office has done in periods that are over: another office above, a code used anew, a first or last '
    'day that its dossiers contradict, another level in a succession, the name of a sister. VI: Bản ghi danh mục làm thay đổi số liệu các kỳ đã '
    'qua của cơ quan.';

CREATE OR REPLACE FUNCTION motcua.refuse_offices(this_run bigint) RETURNS bigint
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    WITH refused AS MATERIALIZED (
        SELECT r.arrival, r.field, r.reason FROM motcua.refused_offices() AS r
    ), gone AS (
        DELETE FROM motcua.staging_office AS s USING refused AS r WHERE s.arrival = r.arrival
        RETURNING r.field, r.reason, s.arrival, s.code, jsonb_strip_nulls(to_jsonb(s) - 'arrival') AS record
    ), kept AS (
        INSERT INTO motcua.reject (source, run_id, last_run_id, page, record_number, code, field, reason, record)
        SELECT n.source, this_run, this_run, 0, row_number() OVER (ORDER BY g.arrival), g.code, g.field,
               g.reason || '; là đơn vị khác thì cấp mã mới và ghi motcua.office_succession, là sửa sai thì UPDATE motcua.office', g.record
        FROM gone AS g CROSS JOIN motcua.run AS n WHERE n.run_id = this_run
        ON CONFLICT (source, fingerprint) DO UPDATE SET last_run_id = excluded.last_run_id, replay_run_id = NULL
    ), counted AS (
        UPDATE motcua.run AS n SET records = n.records + c.n, rejected = n.rejected + c.n
        FROM (SELECT count(*) AS n FROM refused) AS c WHERE n.run_id = this_run
    )
    SELECT count(*) FROM refused
$$;
COMMENT ON FUNCTION motcua.refuse_offices(bigint) IS 'Takes what motcua.refused_offices finds out of staging, as rejected records of the run, and '
    'returns how many. VI: Loại các bản ghi làm thay đổi số liệu đã qua, ghi lý do.';

CREATE OR REPLACE FUNCTION motcua.merge_offices(this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    arrived bigint;
    older bigint;
    fresh bigint;
    written bigint;
    circle text[];
BEGIN
    SELECT count(*) INTO arrived FROM motcua.staging_office;
    DELETE FROM motcua.staging_office AS s
    USING (SELECT v.arrival, row_number() OVER (PARTITION BY v.code
               ORDER BY coalesce(motcua.local_day(v.valid_from) <= motcua.today(), true) DESC,
                        CASE WHEN motcua.local_day(v.valid_from) > motcua.today() THEN v.valid_from END,
                        v.valid_from DESC NULLS LAST, v.valid_to DESC NULLS FIRST, v.arrival DESC) AS place
           FROM motcua.staging_office AS v) AS ranked
    WHERE s.arrival = ranked.arrival AND ranked.place > 1;
    GET DIAGNOSTICS older = ROW_COUNT;

    SELECT count(*) INTO fresh FROM motcua.staging_office AS s
    WHERE NOT EXISTS (SELECT FROM motcua.office AS o WHERE o.code = s.code);
    UPDATE motcua.staging_office AS s
    SET parent = coalesce(nullif(s.parent, s.code), (SELECT o.parent FROM motcua.office AS o WHERE o.code = s.code), motcua.parent_code(s.code));

    -- Offices in a circle would count each other's dossiers. Without changes to known offices, only new ones can be in one.
    WITH RECURSIVE above AS (
        SELECT s.code AS office, s.parent AS ancestor FROM motcua.staging_office AS s
        UNION
        SELECT a.office, CASE WHEN s.code IS NOT NULL THEN s.parent ELSE o.parent END
        FROM above AS a
        LEFT JOIN motcua.staging_office AS s ON s.code = a.ancestor
        LEFT JOIN motcua.office AS o ON o.code = a.ancestor
        WHERE a.ancestor <> a.office
    )
    SELECT array_agg(a.office ORDER BY a.office) INTO circle FROM above AS a WHERE a.ancestor = a.office;
    IF circle IS NOT NULL THEN
        RAISE WARNING 'the catalogue of offices puts these above themselves, so no office gets another parent: %', array_to_string(circle, ', ');
        UPDATE motcua.staging_office AS s SET parent = o.parent FROM motcua.office AS o WHERE o.code = s.code;
        UPDATE motcua.staging_office AS s SET parent = NULL
        WHERE s.code = ANY (circle) AND NOT EXISTS (SELECT FROM motcua.office AS o WHERE o.code = s.code);
    END IF;
    arrived := arrived - motcua.refuse_offices(this_run);
    PERFORM motcua.create_offices(array_agg(DISTINCT s.parent)) FROM motcua.staging_office AS s;

    INSERT INTO motcua.office AS o (code, name, level, parent, valid_from, valid_to, verified)
    SELECT s.code, n.name, coalesce(s.level, k.level, motcua.level_of_name(n.name)), s.parent,
           v.valid_from, v.valid_to, true
    FROM motcua.staging_office AS s
    LEFT JOIN motcua.office AS k ON k.code = s.code
    CROSS JOIN LATERAL motcua.validity(s.valid_from, s.valid_to, k.valid_from, k.valid_to) AS v
    CROSS JOIN LATERAL (SELECT coalesce(normalize(s.name, NFC), k.name)) AS n (name)
    ON CONFLICT (code) DO UPDATE
    SET name = excluded.name, level = excluded.level, parent = excluded.parent, valid_from = excluded.valid_from,
        valid_to = excluded.valid_to, verified = true
    WHERE o IS DISTINCT FROM excluded;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM motcua.count_merged(this_run, arrived, fresh, written - fresh, older);
    TRUNCATE motcua.staging_office;
END;
$$;
COMMENT ON FUNCTION motcua.merge_offices(bigint) IS 'Merges the batch in staging into motcua.office and counts it in its run. VI: Nhập lô danh mục '
    'cơ quan vào motcua.office.';

CREATE OR REPLACE FUNCTION motcua.apply_office_aliases(this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    -- What is stored under a raw name is an office, in the spelling that came first.
    WITH named AS MATERIALIZED (
        SELECT s.source, o.code AS raw, s.office
        FROM motcua.staging_office_alias AS s JOIN motcua.office AS o ON motcua.fold_name(o.code) = motcua.fold_name(s.raw)
    ), moved AS (
        SELECT d.source, d.code, d.receiving_office AS old_receiving, d.handling_office AS old_handling,
               coalesce(r.office, d.receiving_office) AS receiving, coalesce(h.office, d.handling_office) AS handling
        FROM motcua.dossier AS d
        LEFT JOIN named AS r ON r.source = d.source AND r.raw = d.receiving_office
        LEFT JOIN named AS h ON h.source = d.source AND h.raw = d.handling_office
        WHERE d.source IN (SELECT s.source FROM motcua.staging_office_alias AS s)
          AND (r.office <> d.receiving_office OR h.office <> d.handling_office)
    ), logged AS (
        INSERT INTO motcua.dossier_change (source, code, run_id, field, old_value, new_value)
        SELECT m.source, m.code, this_run, v.field, v.old_value, v.new_value
        FROM moved AS m
        CROSS JOIN LATERAL (VALUES ('receiving_office', m.old_receiving, m.receiving), ('handling_office', m.old_handling, m.handling)) AS v (field,
            old_value, new_value)
        WHERE v.old_value <> v.new_value
        ORDER BY m.source, m.code, v.field
    ), kept AS (
        INSERT INTO motcua.dossier_version
        SELECT v.* FROM moved AS m JOIN motcua.dossier AS d ON d.source = m.source AND d.code = m.code
        CROSS JOIN LATERAL motcua.version_of(d, this_run) AS v
        WHERE d.last_run_id < this_run
    )
    UPDATE motcua.dossier AS d SET receiving_office = m.receiving, handling_office = m.handling, last_run_id = this_run
    FROM moved AS m WHERE d.source = m.source AND d.code = m.code;

    UPDATE motcua.feedback AS f SET office = a.office, last_run_id = this_run
    FROM motcua.staging_office_alias AS a JOIN motcua.office AS o ON motcua.fold_name(o.code) = motcua.fold_name(a.raw)
    WHERE f.source = a.source AND f.office = o.code AND a.office <> f.office;
END;
$$;
COMMENT ON FUNCTION motcua.apply_office_aliases(bigint) IS 'Moves dossiers and feedback that are stored under a raw name in staging to the office '
    'meant, and logs it. VI: Chuyển hồ sơ, phản ánh đang ghi theo tên gọi khác sang đúng cơ quan, có ghi nhật ký.';

CREATE OR REPLACE FUNCTION motcua.apply_procedure_aliases(this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    WITH moved AS (
        SELECT d.source, d.code, a.procedure
        FROM motcua.staging_procedure_alias AS a JOIN motcua.procedure AS p ON motcua.fold_name(p.code) = motcua.fold_name(a.raw)
        JOIN motcua.dossier AS d ON d.source = a.source AND d.procedure = p.code
        WHERE a.procedure <> p.code
    ), kept AS (
        INSERT INTO motcua.dossier_version
        SELECT v.* FROM moved AS m JOIN motcua.dossier AS d ON d.source = m.source AND d.code = m.code
        CROSS JOIN LATERAL motcua.version_of(d, this_run) AS v
        WHERE d.last_run_id < this_run
    )
    UPDATE motcua.dossier AS d SET procedure = m.procedure, last_run_id = this_run
    FROM moved AS m WHERE d.source = m.source AND d.code = m.code;
END;
$$;
COMMENT ON FUNCTION motcua.apply_procedure_aliases(bigint) IS 'Moves dossiers that are stored under a raw name in staging to the procedure meant. '
    'VI: Chuyển hồ sơ đang ghi theo tên gọi khác sang đúng thủ tục.';

-- Aliases of offices and of procedures differ in their tables only.
CREATE OR REPLACE FUNCTION motcua.merge_aliases(this_run bigint, catalogue text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    arrived bigint;
    older bigint;
    fresh bigint;
    written bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM motcua.staging_%s_alias', catalogue) INTO arrived;
    EXECUTE format('DELETE FROM motcua.staging_%1$s_alias AS s USING motcua.staging_%1$s_alias AS later
                    WHERE later.source = s.source AND motcua.fold_name(later.raw) = motcua.fold_name(s.raw)
                        AND later.arrival > s.arrival', catalogue);
    GET DIAGNOSTICS older = ROW_COUNT;
    EXECUTE format('SELECT count(*) FROM motcua.staging_%1$s_alias AS s
                    WHERE NOT EXISTS (SELECT FROM motcua.%1$s_alias AS a WHERE a.source = s.source
                        AND motcua.fold_name(a.raw) = motcua.fold_name(s.raw))', catalogue)
    INTO fresh;
    EXECUTE format('SELECT motcua.create_%1$ss(array_agg(DISTINCT s.%1$s)) FROM motcua.staging_%1$s_alias AS s', catalogue);
    EXECUTE format('INSERT INTO motcua.%1$s_alias AS a (source, raw, %1$s) SELECT s.source, s.raw, s.%1$s FROM motcua.staging_%1$s_alias AS s
                    ON CONFLICT (source, (motcua.fold_name(raw))) DO UPDATE SET %1$s = excluded.%1$s WHERE a.%1$s <> excluded.%1$s', catalogue);
    GET DIAGNOSTICS written = ROW_COUNT;
    EXECUTE format('SELECT motcua.apply_%s_aliases($1)', catalogue) USING this_run;
    PERFORM motcua.count_merged(this_run, arrived, fresh, written - fresh, older);
    EXECUTE format('TRUNCATE motcua.staging_%s_alias', catalogue);
END;
$$;
COMMENT ON FUNCTION motcua.merge_aliases(bigint, text) IS 'Merges the batch of aliases in staging of a catalogue (office, procedure), moves what is '
    'stored under the raw names, and counts it in its run. VI: Nhập lô tên gọi khác của cơ quan hoặc thủ tục; chuyển hồ sơ đang ghi theo tên gọi đó.';

CREATE OR REPLACE FUNCTION motcua.merge_office_aliases(this_run bigint) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
    AS $$ SELECT motcua.merge_aliases(this_run, 'office') $$;
COMMENT ON FUNCTION motcua.merge_office_aliases(bigint) IS 'Merges the batch in staging into motcua.office_alias. VI: Nhập lô tên gọi khác của cơ '
    'quan.';

CREATE OR REPLACE FUNCTION motcua.merge_procedure_aliases(this_run bigint) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
    AS $$ SELECT motcua.merge_aliases(this_run, 'procedure') $$;
COMMENT ON FUNCTION motcua.merge_procedure_aliases(bigint) IS 'Merges the batch in staging into motcua.procedure_alias. VI: Nhập lô tên gọi khác của '
    'thủ tục.';

CREATE OR REPLACE FUNCTION motcua.merge_office_successions(this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    arrived bigint;
    older bigint;
    fresh bigint;
    written bigint;
BEGIN
    SELECT count(*) INTO arrived FROM motcua.staging_office_succession;
    DELETE FROM motcua.staging_office_succession AS s
    USING motcua.staging_office_succession AS later
    WHERE later.old_office = s.old_office AND later.new_office = s.new_office AND later.arrival > s.arrival;
    GET DIAGNOSTICS older = ROW_COUNT;
    SELECT count(*) INTO fresh FROM motcua.staging_office_succession AS s
    WHERE NOT EXISTS (SELECT FROM motcua.office_succession AS k WHERE k.old_office = s.old_office AND k.new_office = s.new_office);
    PERFORM motcua.create_offices(array_agg(DISTINCT n.code))
    FROM motcua.staging_office_succession AS s CROSS JOIN LATERAL unnest(ARRAY[s.old_office, s.new_office]) AS n (code);

    INSERT INTO motcua.office_succession AS k (old_office, new_office, on_day, share)
    SELECT s.old_office, s.new_office, motcua.local_day(s.on_day), s.share_percent / 100.0 FROM motcua.staging_office_succession AS s
    ON CONFLICT (old_office, new_office) DO UPDATE SET on_day = excluded.on_day, share = excluded.share
    WHERE (k.on_day, k.share) IS DISTINCT FROM (excluded.on_day, excluded.share);
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM motcua.count_merged(this_run, arrived, fresh, written - fresh, older);
    TRUNCATE motcua.staging_office_succession;
END;
$$;
COMMENT ON FUNCTION motcua.merge_office_successions(bigint)
    IS 'Merges the batch in staging into motcua.office_succession and counts it in its run. VI: Nhập lô quan hệ kế thừa giữa các cơ quan.';

CREATE OR REPLACE FUNCTION motcua.refresh_feedback_due() RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    UPDATE motcua.feedback AS f
    SET due_at = due.due_at, due_term = due.due_term
    FROM motcua.feedback AS k
    CROSS JOIN LATERAL motcua.feedback_due(k.received_at, k.transferred_at, k.status) AS due
    WHERE k.due_term IS NOT NULL AND f.source = k.source AND f.code = k.code
      AND due.due_term IS NOT NULL AND (k.due_at, k.due_term) IS DISTINCT FROM (due.due_at, due.due_term);
$$;
COMMENT ON FUNCTION motcua.refresh_feedback_due() IS 'Computes the deadlines that no source states again, after the calendar or motcua.feedback_term '
    'was edited. VI: Tính lại các hạn trả lời do hệ thống tính, sau khi sửa lịch làm việc hoặc quy định.';

CREATE OR REPLACE FUNCTION motcua.merge_feedback(this_run bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    from_source text;
    arrived bigint;
    older_here bigint;
    older bigint;
    fresh bigint;
    written bigint;
    shared text[];
BEGIN
    SELECT r.source INTO STRICT from_source FROM motcua.run AS r WHERE r.run_id = this_run;
    SELECT array_agg(DISTINCT s.code) INTO shared
    FROM motcua.staging_feedback AS s JOIN motcua.feedback AS f ON f.code = s.code AND f.source <> from_source;
    -- What is deleted leaves the figures, unless the same list has it anew under the same code, not older.
    UPDATE motcua.feedback AS f
    SET skipped = true, source_updated_at = coalesce(s.source_updated_at, f.source_updated_at), last_run_id = this_run
    FROM motcua.staging_feedback AS s
    WHERE s.skipped AND f.source = from_source AND f.code = s.code AND NOT f.skipped
      AND NOT coalesce(s.source_updated_at < motcua.believed(f.source_updated_at), false)
      AND NOT EXISTS (SELECT FROM motcua.staging_feedback AS o WHERE o.code = s.code AND o.skipped IS NOT TRUE
                      AND coalesce(motcua.believed(o.source_updated_at), '-infinity') >= coalesce(motcua.believed(s.source_updated_at), '-infinity'));
    DELETE FROM motcua.staging_feedback AS s WHERE s.skipped;
    SELECT count(*) INTO arrived FROM motcua.staging_feedback;
    -- The newest version counts: by its own date, then by the latest thing that it tells of.
    DELETE FROM motcua.staging_feedback AS s
    USING (SELECT v.arrival, row_number() OVER (PARTITION BY v.code
               ORDER BY motcua.believed(v.source_updated_at) DESC NULLS LAST,
                        greatest(v.received_at, v.transferred_at, v.answered_at, v.published_at) DESC, v.arrival DESC) AS place
           FROM motcua.staging_feedback AS v) AS ranked
    WHERE s.arrival = ranked.arrival AND ranked.place > 1;
    GET DIAGNOSTICS older_here = ROW_COUNT;
    DELETE FROM motcua.staging_feedback AS s
    USING motcua.feedback AS f
    WHERE f.source = from_source AND f.code = s.code AND s.source_updated_at < motcua.believed(f.source_updated_at);
    GET DIAGNOSTICS older = ROW_COUNT;

    UPDATE motcua.staging_feedback AS s SET office = m.code
    FROM motcua.codes_meant('office', from_source, ARRAY(SELECT DISTINCT k.office FROM motcua.staging_feedback AS k)) AS m WHERE m.raw = s.office;
    PERFORM motcua.create_offices(array_agg(DISTINCT s.office)) FROM motcua.staging_feedback AS s;
    UPDATE motcua.office AS o SET name = h.name, level = motcua.level_of_name(h.name)
    FROM (SELECT s.office, min(normalize(s.office_name, NFC) COLLATE "C") AS name
          FROM motcua.staging_feedback AS s WHERE s.office_name IS NOT NULL GROUP BY s.office) AS h
    WHERE o.code = h.office AND NOT o.verified AND o.name IS NULL;

    SELECT count(*) INTO fresh FROM motcua.staging_feedback AS s
    WHERE NOT EXISTS (SELECT FROM motcua.feedback AS f WHERE f.source = from_source AND f.code = s.code);
    INSERT INTO motcua.feedback AS f (source, code, office, received_at, transferred_at, due_at, due_term, answered_at, published_at,
        status, class, source_updated_at, first_run_id, last_run_id)
    SELECT from_source, s.code, s.office, s.received_at, s.transferred_at, coalesce(s.due_at, due.due_at),
           CASE WHEN s.due_at IS NULL THEN due.due_term END, s.answered_at, s.published_at, s.status, s.class, s.source_updated_at,
           this_run, this_run
    FROM motcua.staging_feedback AS s CROSS JOIN LATERAL motcua.feedback_due(s.received_at, s.transferred_at, s.status) AS due
    ON CONFLICT (source, code) DO UPDATE
    SET office = excluded.office, received_at = excluded.received_at, transferred_at = excluded.transferred_at, due_at = excluded.due_at,
        due_term = excluded.due_term, answered_at = excluded.answered_at, published_at = excluded.published_at, status = excluded.status,
        class = excluded.class, source_updated_at = excluded.source_updated_at, skipped = false, last_run_id = this_run
    WHERE f.skipped OR (f.office, f.received_at, f.transferred_at, f.due_at, f.due_term, f.answered_at, f.published_at, f.status, f.class,
        f.source_updated_at)
        IS DISTINCT FROM (excluded.office, excluded.received_at, excluded.transferred_at, excluded.due_at, excluded.due_term,
            excluded.answered_at, excluded.published_at, excluded.status, excluded.class, excluded.source_updated_at);
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM motcua.settle_feedback(shared, this_run);
    PERFORM motcua.refresh_feedback_due();
    PERFORM motcua.count_merged(this_run, arrived, fresh, written - fresh, older_here + older);
    TRUNCATE motcua.staging_feedback;
END;
$$;
COMMENT ON FUNCTION motcua.merge_feedback(bigint) IS 'Merges the batch in staging into motcua.feedback, computes the deadlines that no source '
    'states, and counts it in its run. VI: Nhập lô phản ánh, kiến nghị; tính hạn trả lời nếu nguồn không ghi.';

CREATE OR REPLACE FUNCTION motcua.unknown_names(of_source text, offices jsonb, procedures jsonb)
    RETURNS TABLE (kind text, code text)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    SELECT 'office', n.code FROM jsonb_array_elements_text(offices) AS n (code)
    WHERE NOT EXISTS (SELECT FROM motcua.office AS o WHERE o.code = n.code AND o.verified)
      AND NOT EXISTS (SELECT FROM motcua.office_alias AS a WHERE a.source = of_source AND motcua.fold_name(a.raw) = motcua.fold_name(n.code))
    UNION
    SELECT 'procedure', n.code FROM jsonb_array_elements_text(procedures) AS n (code)
    WHERE NOT EXISTS (SELECT FROM motcua.procedure AS p WHERE p.code = n.code AND p.verified)
      AND NOT EXISTS (SELECT FROM motcua.procedure_alias AS a WHERE a.source = of_source AND motcua.fold_name(a.raw) = motcua.fold_name(n.code))
    ORDER BY 1, 2
$$;
COMMENT ON FUNCTION motcua.unknown_names(text, jsonb, jsonb)
    IS 'Those of the codes, given as JSON lists, that no catalogue and no alias of the source names. VI: Các mã chưa có trong danh mục và chưa khai '
    'báo tên gọi khác.';

CREATE OR REPLACE FUNCTION motcua.import_staged(entity text) RETURNS text
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    merges jsonb := '{"procedure": "merge_procedures", "office": "merge_offices", "office_alias": "merge_office_aliases",
                      "procedure_alias": "merge_procedure_aliases",
                      "office_succession": "merge_office_successions"}';
    this_run bigint;
    counted motcua.run;
BEGIN
    IF NOT merges ? entity THEN
        RAISE invalid_parameter_value USING MESSAGE = format('%L cannot be imported by hand', entity),
            HINT = (SELECT 'use ' || string_agg(k, ', ' ORDER BY k) FROM jsonb_object_keys(merges) AS k);
    END IF;
    this_run := motcua.begin_run('ingest', 'import', false);
    EXECUTE format('SELECT motcua.%I($1)', merges ->> entity) USING this_run;
    PERFORM motcua.finish_run(this_run, NULL);
    SELECT * INTO counted FROM motcua.run AS r WHERE r.run_id = this_run;
    RETURN format('%s bản ghi: %s mới, %s đổi, %s không đổi, %s bản cũ', counted.records, counted.inserted, counted.updated, counted.unchanged,
        counted.superseded)
        || CASE WHEN counted.rejected > 0 THEN format(', %s bị loại (xem motcua.open_rejects)', counted.rejected) ELSE '' END;
END;
$$;
COMMENT ON FUNCTION motcua.import_staged(text) IS 'Merges what psql has copied into motcua.staging_ENTITY (office, office_alias, office_succession, '
    'procedure, procedure_alias), as a run of the source import, and says what became of it. VI: Nhập danh mục đã chép bằng psql vào bảng '
    'motcua.staging_...; trả về kết quả.';

COMMIT;
