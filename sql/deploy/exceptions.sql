-- Deploy motcua:exceptions to pg
-- requires: page
-- The dossiers that an office should look at, the worst of each office for all offices at once: a dossier stands in the list of
-- its own office and of all above it, so it is found and worded once and ranked for each.

BEGIN;

CREATE TYPE motcua.listed_dossier AS (
    list text COLLATE "C",
    office text COLLATE "C",
    total bigint,
    place bigint,
    source text COLLATE "C",
    code text COLLATE "C",
    own_office text COLLATE "C",
    procedure text COLLATE "C",
    received_at timestamptz,
    due_at timestamptz,
    finished_at timestamptz,
    closed_on date,
    days_late integer,
    apology_at timestamptz,
    letter_by date,
    reason text,
    flag text COLLATE "C",
    of_flag bigint
);
COMMENT ON TYPE motcua.listed_dossier IS 'A dossier in the list of an office: its place, of how many, what is to be known of it, and of a flagged one the '
    'flag. VI: Một hồ sơ trong danh sách của một cơ quan.';

-- An office's longest so many are among the longest so many of each office under it: only these are ranked above their own.
CREATE OR REPLACE FUNCTION stats.exception_lists(period_from date, period_to date, longest integer, of_profile text DEFAULT 'report',
    today date DEFAULT motcua.today())
    RETURNS SETOF motcua.listed_dossier
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
DECLARE
    last_day date := least(period_to, today);
    wanted_buckets text[] := ARRAY(
        SELECT t.bucket FROM motcua.term AS t WHERE t.profile = of_profile AND t.rate = 'late' AND t.in_numerator)
        || '{pending_overdue,resolved_apology_due,pending_apology_due}';
BEGIN
    PERFORM motcua.is_period(period_from, period_to);
    RETURN QUERY
    WITH wanted AS MATERIALIZED (
        SELECT l.list, b.bucket, b.all_of, b.any_of, l.none_of
        FROM (SELECT 'late' AS list, t.bucket, bigint '0' AS none_of
              FROM motcua.term AS t WHERE t.profile = of_profile AND t.rate = 'late' AND t.in_numerator
              UNION ALL
              VALUES ('overdue', 'pending_overdue', 0), ('letters', 'resolved_apology_due', motcua.mark('apology')),
                     ('letters', 'pending_apology_due', motcua.mark('apology'))) AS l
        JOIN motcua.bucket AS b ON b.bucket = l.bucket
    ), behind AS MATERIALIZED (
        SELECT w.list, w.bucket, c.source, c.code, c.office, c.marks
        FROM motcua.period_cells(period_from, period_to, 'handling', 'then', today, NULL, each => true,
            events => ARRAY(SELECT DISTINCT b.event FROM motcua.bucket AS b WHERE b.bucket = ANY (wanted_buckets))) AS c
        JOIN wanted AS w ON c.marks & w.all_of = w.all_of AND (w.any_of = 0 OR c.marks & w.any_of <> 0) AND c.marks & w.none_of = 0
        WHERE c.entity = 'dossier'
    ), own AS MATERIALIZED (
        SELECT b.*, d.days_late, count(*) OVER (PARTITION BY b.list, b.office) AS total,
               row_number() OVER (PARTITION BY b.list, b.office ORDER BY d.days_late DESC, b.code COLLATE "C", b.source COLLATE "C") AS place
        FROM behind AS b
        CROSS JOIN LATERAL (SELECT greatest(coalesce(least(d.closed_on, last_day) - d.due_on, 0), 0) AS days_late FROM motcua.dossier AS d
                            WHERE d.source = b.source AND d.code = b.code OFFSET 0) AS d
    ), tree AS MATERIALIZED (
        SELECT t.ancestor, t.office FROM motcua.office_tree_on(motcua.answering_day('then', NULL, last_day)) AS t
    ), total AS (
        SELECT o.list, t.ancestor, sum(o.total)::bigint AS total FROM own AS o JOIN tree AS t ON t.office = o.office
        WHERE o.place = 1 GROUP BY o.list, t.ancestor
    ), head AS MATERIALIZED (
        SELECT o.list, o.office, o.source, o.code, d.procedure, d.received_at, d.due_at, coalesce(d.finished_at, d.returned_at) AS finished_at,
               d.closed_on, o.days_late, d.apology_at, motcua.reason(o.bucket, o.marks, last_day, d, NULL, p) AS reason
        FROM own AS o
        CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = o.source AND d.code = o.code OFFSET 0) AS d
        LEFT JOIN LATERAL (SELECT p.* FROM motcua.procedure AS p WHERE p.code = d.procedure OFFSET 0) AS p ON true
        WHERE o.place <= longest
    ), ranked AS (
        SELECT t.ancestor, h.*,
               row_number() OVER (PARTITION BY h.list, t.ancestor ORDER BY h.days_late DESC, h.code COLLATE "C", h.source COLLATE "C") AS place
        FROM head AS h JOIN tree AS t ON t.office = h.office
    )
    SELECT r.list, r.ancestor, n.total, r.place, r.source, r.code, r.office, r.procedure, r.received_at, r.due_at, r.finished_at, r.closed_on,
           r.days_late, r.apology_at, NULL::date, r.reason, NULL::text, NULL::bigint
    FROM ranked AS r JOIN total AS n ON n.list = r.list AND n.ancestor = r.ancestor
    WHERE r.place <= longest;
END;
$$;
COMMENT ON FUNCTION stats.exception_lists(date, date, integer, text, date) IS
    'Of every office and its subtree the so many dossiers of a period that were latest, in three lists: late (behind the rate late of a profile), '
    'overdue (open and overdue at its end), letters (late, overdue or with an error, and without a letter). VI: Với mỗi cơ quan, những hồ sơ quá '
    'hạn lâu nhất: đã giải quyết quá hạn, đang quá hạn, chưa có văn bản xin lỗi.';

CREATE OR REPLACE FUNCTION stats.near_due_lists(days integer, longest integer)
    RETURNS SETOF motcua.listed_dossier
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT 'near_due', r.ancestor, r.total, r.place, r.source, r.code, r.office, r.procedure, r.received_at, r.due_at, NULL::timestamptz, NULL::date,
           NULL::integer, r.apology_at, r.letter_by, NULL, NULL, NULL::bigint
    FROM (SELECT t.ancestor, n.*, count(*) OVER (PARTITION BY t.ancestor) AS total,
                 row_number() OVER (PARTITION BY t.ancestor ORDER BY n.due_on, n.received_at, n.code COLLATE "C", n.source COLLATE "C") AS place
          FROM stats.near_due(near_due_lists.days) AS n JOIN motcua.office_tree AS t ON t.office = n.office) AS r
    WHERE r.place <= longest
$$;
COMMENT ON FUNCTION stats.near_due_lists(integer, integer) IS 'What stats.near_due lists, of every office and its subtree the so many that are due '
    'first. VI: Hồ sơ sắp đến hạn của từng cơ quan.';

CREATE OR REPLACE FUNCTION stats.flag_lists(period_from date, period_to date, longest integer)
    RETURNS SETOF motcua.listed_dossier
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    -- The first row of each flag is always there: it carries how many the flag has.
    RETURN QUERY
    WITH own AS MATERIALIZED (
        SELECT f.*, k.position, count(*) OVER (PARTITION BY f.office, f.flag) AS of_flag,
               row_number() OVER (PARTITION BY f.office, f.flag ORDER BY f.due_at DESC, f.code COLLATE "C", f.source COLLATE "C") AS place
        FROM motcua.flags_between(period_from, least(period_to, motcua.today())) AS f
        JOIN motcua.integrity_check AS k ON k.flag = f.flag
    ), of_flag AS (
        SELECT t.ancestor, o.flag, sum(o.of_flag)::bigint AS of_flag FROM own AS o JOIN motcua.office_tree AS t ON t.office = o.office
        WHERE o.place = 1 GROUP BY t.ancestor, o.flag
    ), ranked AS (
        SELECT t.ancestor, o.*,
               row_number() OVER (PARTITION BY t.ancestor ORDER BY o.position, o.due_at DESC, o.code COLLATE "C", o.source COLLATE "C") AS placed,
               row_number() OVER (PARTITION BY t.ancestor, o.flag ORDER BY o.due_at DESC, o.code COLLATE "C", o.source COLLATE "C") AS in_flag
        FROM own AS o JOIN motcua.office_tree AS t ON t.office = o.office WHERE o.place <= longest
    )
    SELECT 'flagged', r.ancestor, sum(n.of_flag) FILTER (WHERE r.in_flag = 1) OVER (PARTITION BY r.ancestor)::bigint, r.placed, r.source, r.code,
           r.office, d.procedure, r.received_at, r.due_at, coalesce(r.finished_at, r.returned_at), d.closed_on, NULL::integer, d.apology_at, NULL::date,
           r.reason, r.flag, CASE WHEN r.in_flag = 1 THEN n.of_flag END
    FROM ranked AS r
    JOIN of_flag AS n ON n.ancestor = r.ancestor AND n.flag = r.flag
    CROSS JOIN LATERAL (SELECT d.procedure, d.closed_on, d.apology_at FROM motcua.dossier AS d
                        WHERE d.source = r.source AND d.code = r.code OFFSET 0) AS d
    WHERE r.placed <= longest OR r.in_flag = 1;
END;
$$;
COMMENT ON FUNCTION stats.flag_lists(date, date, integer) IS
    'Flagged dossiers of a period, of every office and its subtree the first so many in the order of the flags, and one of each flag in any case, '
    'which tells in of_flag how many the flag has. VI: Hồ sơ bị gắn dấu hiệu của từng cơ quan, và số hồ sơ của từng dấu hiệu.';

CREATE OR REPLACE FUNCTION stats.moved_lists(period_from date, period_to date, published_by date, longest integer)
    RETURNS SETOF motcua.listed_dossier
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH ranked AS (
        SELECT t.ancestor, m.*, count(*) OVER (PARTITION BY t.ancestor) AS total,
               row_number() OVER (PARTITION BY t.ancestor ORDER BY m.seen_at DESC NULLS LAST, m.code COLLATE "C", m.source COLLATE "C") AS place
        FROM motcua.moved_dossiers(period_from, period_to, NULL, published_by) AS m
        JOIN motcua.office_tree_on(least(period_to, motcua.today())) AS t ON t.office = m.office
    )
    SELECT 'moved', r.ancestor, r.total, r.place, r.source, r.code, r.office, d.procedure, d.received_at, d.due_at, coalesce(d.finished_at, d.returned_at),
           d.closed_on, NULL::integer, d.apology_at, NULL::date, concat_ws('; ',
               'ra khỏi: ' || (SELECT string_agg(b.text_vi, ', ' ORDER BY b.bucket) FROM motcua.bucket AS b WHERE b.bucket = ANY (r.left_buckets)),
               'vào: ' || (SELECT string_agg(b.text_vi, ', ' ORDER BY b.bucket) FROM motcua.bucket AS b WHERE b.bucket = ANY (r.entered_buckets))),
           NULL::text, NULL::bigint
    FROM ranked AS r
    CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = r.source AND d.code = r.code OFFSET 0) AS d
    WHERE r.place <= longest;
END;
$$;
COMMENT ON FUNCTION stats.moved_lists(date, date, date, integer) IS 'What stats.moved lists, of every office and its subtree the so many that were seen '
    'last. VI: Hồ sơ thay đổi cách tính của từng cơ quan.';

CREATE OR REPLACE FUNCTION stats.stories(sources text[], codes text[])
    RETURNS TABLE (source text, code text, at timestamptz, kind text, text_vi text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN QUERY
    SELECT w.source, w.code, s.at, s.kind, s.text_vi
    FROM (SELECT DISTINCT u.source COLLATE "C" AS source, u.code COLLATE "C" AS code FROM unnest(sources, codes) AS u (source, code)) AS w
    CROSS JOIN LATERAL stats.story(w.source, w.code) WITH ORDINALITY AS s (at, kind, text_vi, place)
    ORDER BY w.source, w.code, s.place;
END;
$$;
COMMENT ON FUNCTION stats.stories(text[], text[]) IS 'stats.story of several dossiers. VI: Diễn biến của nhiều hồ sơ.';

REVOKE ALL ON FUNCTION stats.exception_lists(date, date, integer, text, date), stats.near_due_lists(integer, integer),
    stats.flag_lists(date, date, integer), stats.moved_lists(date, date, date, integer), stats.stories(text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stats.exception_lists(date, date, integer, text, date), stats.near_due_lists(integer, integer),
    stats.flag_lists(date, date, integer), stats.moved_lists(date, date, date, integer), stats.stories(text[], text[])
TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
