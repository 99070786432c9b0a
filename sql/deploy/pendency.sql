-- Deploy motcua:pendency to pg
-- requires: terms
-- What is open and overdue, by how long it has been so: the oldest dossiers cost an office anew every month.

BEGIN;

CREATE TABLE motcua.overdue_band (
    band text COLLATE "C" PRIMARY KEY CHECK (band <> ''),
    from_days integer NOT NULL UNIQUE CHECK (from_days >= 0)
);
COMMENT ON TABLE motcua.overdue_band IS 'Bands of calendar days by which open dossiers are overdue; a band reaches up to the next one. VI: Các '
    'khoảng số ngày quá hạn của hồ sơ đang giải quyết; mỗi khoảng kéo dài đến khoảng kế tiếp.';
COMMENT ON COLUMN motcua.overdue_band.band IS 'Name. VI: Tên khoảng.';
COMMENT ON COLUMN motcua.overdue_band.from_days IS 'Least number of days; 0 is due on the very day that has ended. VI: Số ngày ít nhất; 0 là đến hạn '
    'trong chính ngày đã kết thúc.';
GRANT SELECT ON motcua.overdue_band TO motcua_ingest, motcua_stats, motcua_analyst;
INSERT INTO motcua.overdue_band (band, from_days) VALUES ('1-5', 0), ('6-10', 6), ('11-30', 11), ('31-90', 31), ('>90', 91);

CREATE OR REPLACE FUNCTION motcua.month_before(day date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN date_trunc('month', day::timestamp)::date - 1;
COMMENT ON FUNCTION motcua.month_before(date) IS 'Last day of the month before that of a day. VI: Ngày cuối tháng trước.';

-- The list behind bucket pending_overdue, so that the bands add up to it.
CREATE OR REPLACE FUNCTION stats.pendency_dossiers(on_day date, of_band text DEFAULT NULL, for_office text DEFAULT NULL,
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (band text, days_overdue integer, source text, code text, office text, procedure text, procedure_name text, status smallint,
                   received_at timestamptz, due_at timestamptz, due_on date, apology_at timestamptz, reason text)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    WITH band AS MATERIALIZED (
        SELECT b.band, b.from_days, lead(b.from_days) OVER (ORDER BY b.from_days) AS until_days FROM motcua.overdue_band AS b
    )
    SELECT b.band, a.days, m.source, m.code, m.marked_office, (m.dossier).procedure, p.name, (m.dossier).status, (m.dossier).received_at,
           (m.dossier).due_at, (m.dossier).due_on, (m.dossier).apology_at,
           motcua.reason(m.bucket, m.marks, least(on_day, today), m.dossier, NULL, p)
    FROM motcua.marks_behind('pending_overdue', on_day, on_day, for_office, 'report', by_office, tree, today, known_run) AS m
    CROSS JOIN LATERAL (SELECT least(on_day, today) - (m.dossier).due_on AS days) AS a
    JOIN band AS b ON a.days >= b.from_days AND coalesce(a.days < b.until_days, true)
    LEFT JOIN motcua.procedure AS p ON p.code = (m.dossier).procedure
    WHERE of_band IS NULL OR b.band = (SELECT motcua.known('band', of_band, array_agg(k.band)) FROM motcua.overdue_band AS k)
    ORDER BY a.days DESC, m.marked_office, m.source, m.code
$$;
COMMENT ON FUNCTION stats.pendency_dossiers(date, text, text, text, text, date, bigint) IS
    'Dossiers open and overdue at the end of a day, the oldest first, with their band of motcua.overdue_band: of one band (null: all), of an office '
    'and its subtree (null: all). Days are those of the calendar from the due day on. VI: Hồ sơ đang giải quyết quá hạn vào cuối một ngày, lâu nhất '
    'trước, kèm khoảng số ngày quá hạn (ngày lịch).';

CREATE OR REPLACE FUNCTION motcua.overdue_by_band(on_day date, for_office text, by_office text, tree text, today date, known_run bigint)
    RETURNS TABLE (office text, band text, dossiers bigint)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT t.ancestor, d.band, count(*)
    FROM stats.pendency_dossiers(on_day, NULL, for_office, by_office, tree, today, known_run) AS d
    JOIN motcua.office_tree_on(motcua.answering_day(tree, NULL, least(on_day, today))) AS t ON t.office = d.office
    WHERE for_office IS NULL OR t.ancestor = for_office
    GROUP BY t.ancestor, d.band
$$;
COMMENT ON FUNCTION motcua.overdue_by_band(date, text, text, text, date, bigint) IS 'How many dossiers of each office and its subtree are in a band '
    'at the end of a day; bands with nothing in them are left out. VI: Số hồ sơ quá hạn theo cơ quan và khoảng số ngày.';

CREATE OR REPLACE FUNCTION stats.pendency_bands(on_day date, for_office text DEFAULT NULL, by_office text DEFAULT 'handling',
    tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, band text, from_days integer, dossiers bigint, dossiers_before bigint)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT o.code, b.band, b.from_days, coalesce(n.dossiers, 0), coalesce(p.dossiers, 0)
    FROM motcua.office AS o CROSS JOIN motcua.overdue_band AS b
    LEFT JOIN motcua.overdue_by_band(on_day, for_office, by_office, tree, today, known_run) AS n ON n.office = o.code AND n.band = b.band
    LEFT JOIN motcua.overdue_by_band(motcua.month_before(least(on_day, today)), for_office, by_office, tree, today, known_run) AS p
        ON p.office = o.code AND p.band = b.band
    WHERE motcua.is_office(for_office) AND (for_office IS NULL OR o.code = for_office)
    ORDER BY o.code, b.from_days
$$;
COMMENT ON FUNCTION stats.pendency_bands(date, text, text, text, date, bigint) IS
    'Open dossiers of every office and its subtree that are overdue at the end of a day, by bands of motcua.overdue_band, and how many of the band '
    'there were at the end of the month before. The bands add up to pending_overdue. VI: Số hồ sơ đang giải quyết quá hạn theo khoảng số ngày, và '
    'số ở cuối tháng trước.';

CREATE OR REPLACE FUNCTION stats.pendency(on_day date, for_office text DEFAULT NULL, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, pending bigint, pending_before bigint, overdue bigint, overdue_before bigint,
                   oldest_source text, oldest_code text, oldest_due_on date, oldest_days integer)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    WITH stock AS (
        SELECT b.office, s.is_now, b.bucket, b.total
        FROM (VALUES (true, on_day), (false, motcua.month_before(least(on_day, today)))) AS s (is_now, day)
        CROSS JOIN LATERAL stats.buckets(s.day, s.day, by_office, tree, today, known_run) AS b
        WHERE b.bucket IN ('pending', 'pending_overdue')
    ), oldest AS (
        SELECT DISTINCT ON (t.ancestor) t.ancestor AS office, d.source, d.code, d.due_on, d.days_overdue
        FROM stats.pendency_dossiers(on_day, NULL, for_office, by_office, tree, today, known_run) AS d
        JOIN motcua.office_tree_on(motcua.answering_day(tree, NULL, least(on_day, today))) AS t ON t.office = d.office
        ORDER BY t.ancestor, d.due_on, d.due_at, d.source, d.code
    )
    SELECT o.code, o.name, o.level, coalesce(sum(s.total) FILTER (WHERE s.bucket = 'pending' AND s.is_now), 0)::bigint,
           coalesce(sum(s.total) FILTER (WHERE s.bucket = 'pending' AND NOT s.is_now), 0)::bigint,
           coalesce(sum(s.total) FILTER (WHERE s.bucket = 'pending_overdue' AND s.is_now), 0)::bigint,
           coalesce(sum(s.total) FILTER (WHERE s.bucket = 'pending_overdue' AND NOT s.is_now), 0)::bigint,
           d.source, d.code, d.due_on, d.days_overdue
    FROM motcua.office AS o
    LEFT JOIN stock AS s ON s.office = o.code
    LEFT JOIN oldest AS d ON d.office = o.code
    WHERE motcua.is_office(for_office) AND (for_office IS NULL OR o.code = for_office)
    GROUP BY o.code, d.source, d.code, d.due_on, d.days_overdue
    ORDER BY o.code
$$;
COMMENT ON FUNCTION stats.pendency(date, text, text, text, date, bigint) IS
    'Dossiers of every office and its subtree that are open, and of these overdue, at the end of a day, the same at the end of the month before, and '
    'the one that has been overdue longest. VI: Số hồ sơ đang giải quyết và quá hạn vào cuối một ngày so với cuối tháng trước, và hồ sơ quá hạn lâu '
    'nhất, của từng cơ quan (gồm trực thuộc).';

REVOKE ALL ON FUNCTION motcua.month_before(date), stats.pendency_dossiers(date, text, text, text, text, date, bigint),
    motcua.overdue_by_band(date, text, text, text, date, bigint), stats.pendency_bands(date, text, text, text, date, bigint),
    stats.pendency(date, text, text, text, date, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.month_before(date), stats.pendency_dossiers(date, text, text, text, text, date, bigint),
    motcua.overdue_by_band(date, text, text, text, date, bigint), stats.pendency_bands(date, text, text, text, date, bigint),
    stats.pendency(date, text, text, text, date, bigint)
TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
