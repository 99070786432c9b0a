-- Deploy motcua:rating_sources to pg
-- requires: rating_intake
-- A source of answers is a source like any other: it may be late or get another name, its rejects may be overtaken, and
-- what is stored under the raw name of an office moves to the office that an alias means.

BEGIN;

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
    ), followed AS (
        UPDATE motcua.rating AS r SET office = m.handling, last_run_id = this_run
        FROM moved AS m WHERE r.dossier = m.code AND r.office = m.old_handling AND m.handling <> m.old_handling
    )
    UPDATE motcua.dossier AS d SET receiving_office = m.receiving, handling_office = m.handling, last_run_id = this_run
    FROM moved AS m WHERE d.source = m.source AND d.code = m.code;

    UPDATE motcua.feedback AS f SET office = a.office, last_run_id = this_run
    FROM motcua.staging_office_alias AS a JOIN motcua.office AS o ON motcua.fold_name(o.code) = motcua.fold_name(a.raw)
    WHERE f.source = a.source AND f.office = o.code AND a.office <> f.office;
    UPDATE motcua.rating AS r SET office = a.office, last_run_id = this_run
    FROM motcua.staging_office_alias AS a JOIN motcua.office AS o ON motcua.fold_name(o.code) = motcua.fold_name(a.raw)
    WHERE r.source = a.source AND r.office = o.code AND a.office <> r.office;
END;
$$;
COMMENT ON FUNCTION motcua.apply_office_aliases(bigint) IS 'Moves dossiers, feedback and answers that are stored under a raw name in staging to the '
    'office meant, and logs it. VI: Chuyển hồ sơ, phản ánh, phiếu đánh giá đang ghi theo tên gọi khác sang đúng cơ quan, có ghi nhật ký.';

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
              FROM motcua.feedback AS f WHERE EXISTS (SELECT FROM changed) AND NOT f.skipped GROUP BY f.office
              UNION ALL
              SELECT r.office, min(r.answered_on), max(r.answered_on)
              FROM motcua.rating AS r WHERE EXISTS (SELECT FROM changed) AND NOT r.skipped GROUP BY r.office) AS b
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
              WHEN 'rating' THEN EXISTS (SELECT FROM motcua.rating AS r WHERE r.source = l.source AND r.code = c.code)
          END
    GROUP BY l.source
    ORDER BY count(*) DESC, l.source
    LIMIT 1;
END;
$$;
COMMENT ON FUNCTION motcua.former_source(text[], text, text[]) IS
    'Of the given sources the one that has delivered most of the codes (dossier, feedback, rating), and how many; no row when none has. VI: Nguồn cũ '
    'đã nạp các mã này, và số mã trùng.';

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
    IF EXISTS (SELECT FROM motcua.dossier AS d WHERE d.source = new_name) OR EXISTS (SELECT FROM motcua.feedback AS f WHERE f.source = new_name)
        OR EXISTS (SELECT FROM motcua.rating AS r WHERE r.source = new_name) THEN
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

CREATE OR REPLACE VIEW motcua.open_reject AS
    SELECT j.reject_id, j.source, j.run_id, j.last_run_id, j.page, j.record_number, j.code, j.field, j.reason, j.record
    FROM motcua.reject AS j
    WHERE j.replay_run_id IS NULL
      AND NOT EXISTS (SELECT FROM motcua.run AS r
                      WHERE r.source = j.source AND r.run_id > j.last_run_id AND r.program = 'ingest' AND r.status = 'done' AND r.listed_all)
      AND NOT EXISTS (SELECT FROM motcua.dossier AS d JOIN motcua.run AS r ON r.run_id = d.last_run_id
                      WHERE d.source = j.source AND d.code = j.code AND r.run_id > j.last_run_id AND r.program = 'ingest' AND r.source = j.source)
      AND NOT EXISTS (SELECT FROM motcua.dossier_version AS v JOIN motcua.run AS r ON r.run_id = v.last_run_id
                      WHERE v.source = j.source AND v.code = j.code AND r.run_id > j.last_run_id AND r.program = 'ingest' AND r.source = j.source)
      AND NOT EXISTS (SELECT FROM motcua.feedback AS f JOIN motcua.run AS r ON r.run_id = f.last_run_id
                      WHERE f.source = j.source AND f.code = j.code AND r.run_id > j.last_run_id AND r.program = 'ingest' AND r.source = j.source)
      AND NOT EXISTS (SELECT FROM motcua.rating AS a JOIN motcua.run AS r ON r.run_id = a.last_run_id
                      WHERE a.source = j.source AND a.code = j.code AND r.run_id > j.last_run_id AND r.program = 'ingest' AND r.source = j.source);

-- Feedback and answers of an office come from sources of their own, which may be behind as well: of feedback that is
-- answered since, or waits.
CREATE OR REPLACE FUNCTION stats.doubts(period_from date, period_to date, for_office text DEFAULT NULL,
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today())
    RETURNS TABLE (office text, kind text, source text, reason text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    -- A successor stands for an office that has ended; what that one closed itself stays its own on the tree of then.
    WITH concern AS MATERIALIZED (
        SELECT w.office, t.ancestor, bool_or(w.answers) AS answers
        FROM (SELECT o.code AS office, coalesce(h.heir, o.code) AS place, true AS answers
              FROM motcua.office AS o
              LEFT JOIN motcua.office_heirs() AS h ON h.office = o.code
                  AND motcua.answering_day(tree, NULL, least(period_to, today)) >= h.from_day
                  AND motcua.answering_day(tree, NULL, least(period_to, today)) < h.until_day
              UNION ALL
              SELECT o.code, o.code, false FROM motcua.office AS o WHERE tree = 'then') AS w
        JOIN motcua.office_tree_on(motcua.answering_day(tree, NULL, least(period_to, today))) AS t ON t.office = w.place
        WHERE for_office IS NULL OR t.ancestor = for_office
        GROUP BY w.office, t.ancestor
    ), received AS MATERIALIZED (
        SELECT d.source, motcua.office_asked(by_office, d.receiving_office, d.handling_office) AS office,
               d.received_on - (extract(isodow FROM d.received_on)::integer - 1) AS week, count(*) AS dossiers
        FROM motcua.dossier AS d
        WHERE d.received_on BETWEEN period_from - 56 AND (SELECT least(period_to, today))
          AND (for_office IS NULL OR motcua.office_asked(by_office, d.receiving_office, d.handling_office) IN (SELECT c.office FROM concern AS c))
        GROUP BY 1, 2, 3
    ), delivered AS MATERIALIZED (
        SELECT r.source, r.office FROM received AS r
        UNION
        SELECT f.source, f.office FROM motcua.feedback AS f
        WHERE NOT f.skipped AND (for_office IS NULL OR f.office IN (SELECT c.office FROM concern AS c))
          AND (f.answered_on BETWEEN period_from - 56 AND (SELECT least(period_to, today)) OR f.answered_on IS NULL)
        UNION
        SELECT r.source, r.office FROM motcua.rating AS r
        WHERE NOT r.skipped AND (for_office IS NULL OR r.office IN (SELECT c.office FROM concern AS c))
          AND r.answered_on BETWEEN period_from - 56 AND (SELECT least(period_to, today))
    ), week AS MATERIALIZED (
        SELECT w::date AS week, (SELECT count(*) FROM generate_series(w, w + interval '6 days', interval '1 day') AS g
            WHERE motcua.is_working_day(g::date)) AS working_days
        FROM generate_series(date_trunc('week', (period_from - 50)::timestamp), (least(period_to, today) - 6)::timestamp, interval '7 days') AS w
    ), weekly AS (
        SELECT c.ancestor AS office, r.week, sum(r.dossiers) AS dossiers
        FROM received AS r JOIN concern AS c ON c.office = r.office AND c.answers
        GROUP BY c.ancestor, r.week
    ), paced AS (
        SELECT o.office, w.week, w.working_days, coalesce(b.dossiers, 0) AS dossiers
        FROM (SELECT DISTINCT b.office FROM weekly AS b) AS o JOIN motcua.office AS f ON f.code = o.office CROSS JOIN week AS w
        LEFT JOIN weekly AS b ON b.office = o.office AND b.week = w.week
        WHERE w.working_days > 0 AND coalesce(f.valid_from <= w.week, true) AND coalesce(f.valid_to >= w.week + 6, true)
    ), usual AS (
        SELECT p.office, percentile_cont(0.5) WITHIN GROUP (ORDER BY p.dossiers / p.working_days) AS a_day FROM paced AS p GROUP BY p.office
    ), odd AS (
        SELECT p.office, p.week, p.dossiers, round((u.a_day * p.working_days)::numeric) AS expected,
               count(*) OVER (PARTITION BY p.office) AS weeks, row_number() OVER (PARTITION BY p.office ORDER BY p.week) AS place
        FROM paced AS p JOIN usual AS u ON u.office = p.office
        WHERE p.week >= period_from AND u.a_day * p.working_days >= 20
          AND (p.dossiers * 4 < u.a_day * p.working_days OR p.dossiers > 4 * u.a_day * p.working_days)
    )
    SELECT f.office, f.kind, f.source, f.reason
    FROM (
        SELECT DISTINCT c.ancestor AS office, s.kind, r.source, s.reason
        FROM delivered AS r
        JOIN (SELECT k.source, x.kind, x.reason FROM (SELECT DISTINCT r.source FROM delivered AS r) AS k
              CROSS JOIN LATERAL motcua.source_doubts(k.source, period_to, today) AS x) AS s ON s.source = r.source
        JOIN concern AS c ON c.office = r.office
        UNION ALL
        SELECT o.office, 'volume', NULL,
               format('tuần từ %s tiếp nhận %s hồ sơ, thường khoảng %s%s', motcua.day_text(o.week), o.dossiers, o.expected,
                      CASE WHEN o.weeks > 1 THEN format(' (và %s tuần khác)', o.weeks - 1) ELSE '' END)
        FROM odd AS o WHERE o.place = 1
    ) AS f
    WHERE (SELECT motcua.is_period(period_from, period_to) AND motcua.is_view(by_office, tree) AND motcua.is_office(for_office))
    ORDER BY f.office, f.kind, f.source;
END;
$$;
COMMENT ON FUNCTION motcua.source_doubts(text, date, date) IS 'Why dossiers, feedback or answers of a source may be missing from a period: it has '
    'not been read up to its end, its last run failed, records were rejected, or a clock was wrong. VI: Vì sao số liệu của một nguồn có thể thiếu '
    'trong kỳ.';

COMMIT;
