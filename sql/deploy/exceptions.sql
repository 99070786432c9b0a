-- Deploy motcua:exceptions to pg
-- requires: page
-- The dossiers that an office should look at, the worst of each office for all offices at once: a dossier stands in the list of
-- its own office and of all above it, so it is found and worded once and ranked for each.

BEGIN;

CREATE TYPE motcua.listed_dossier AS (
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

CREATE OR REPLACE FUNCTION motcua.worst_dossiers(in_buckets text[], without_marks bigint, period_from date, period_to date, longest integer,
    today date DEFAULT motcua.today())
    RETURNS SETOF motcua.listed_dossier
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH behind AS MATERIALIZED (
        SELECT c.bucket, c.source, c.code, c.office, c.marks, greatest(coalesce(least(d.closed_on, period_to, today) - d.due_on, 0), 0) AS days_late
        FROM motcua.period_cells(period_from, period_to, 'handling', 'then', today, NULL, each => true,
            events => ARRAY(SELECT DISTINCT b.event FROM motcua.bucket AS b WHERE b.bucket = ANY (in_buckets)), in_buckets => in_buckets) AS c
        CROSS JOIN LATERAL (SELECT d.closed_on, d.due_on FROM motcua.dossier AS d WHERE d.source = c.source AND d.code = c.code OFFSET 0) AS d
        WHERE c.entity = 'dossier' AND c.marks & without_marks = 0
    ), ranked AS (
        SELECT t.ancestor, count(*) OVER (PARTITION BY t.ancestor) AS total, b.*,
               row_number() OVER (PARTITION BY t.ancestor ORDER BY b.days_late DESC, b.code COLLATE "C", b.source COLLATE "C") AS place
        FROM behind AS b JOIN motcua.office_tree_on(motcua.answering_day('then', NULL, least(period_to, today))) AS t ON t.office = b.office
    ), worded AS MATERIALIZED (
        SELECT d.source, d.code, d.procedure, d.received_at, d.due_at, coalesce(d.finished_at, d.returned_at) AS finished_at, d.closed_on,
               d.apology_at, w.bucket, motcua.reason(w.bucket, w.marks, least(period_to, today), d, NULL, p) AS reason
        FROM (SELECT DISTINCT r.bucket, r.source, r.code, r.marks FROM ranked AS r WHERE r.place <= longest) AS w
        CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = w.source AND d.code = w.code OFFSET 0) AS d
        LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
    )
    SELECT r.ancestor, r.total, r.place, r.source, r.code, r.office, w.procedure, w.received_at, w.due_at, w.finished_at, w.closed_on,
           r.days_late, w.apology_at, NULL::date, w.reason, NULL::text, NULL::bigint
    FROM ranked AS r JOIN worded AS w ON w.source = r.source AND w.code = r.code AND w.bucket = r.bucket
    WHERE r.place <= longest
    ORDER BY r.ancestor COLLATE "C", r.place;
END;
$$;
COMMENT ON FUNCTION motcua.worst_dossiers(text[], bigint, date, date, integer, date) IS
    'Of every office and its subtree the so many dossiers of some buckets of a period (and without some marks) that were latest, each with its reason, '
    'and how many there are in all. VI: Với mỗi cơ quan, những hồ sơ quá hạn lâu nhất trong một số ô đếm của kỳ, kèm lý do và tổng số.';

CREATE OR REPLACE FUNCTION stats.late_lists(period_from date, period_to date, longest integer, of_profile text DEFAULT 'report')
    RETURNS SETOF motcua.listed_dossier
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT w.* FROM motcua.worst_dossiers(
        (SELECT array_agg(t.bucket) FROM motcua.term AS t WHERE t.profile = of_profile AND t.rate = 'late' AND t.in_numerator),
        0, period_from, period_to, longest) AS w
$$;
COMMENT ON FUNCTION stats.late_lists(date, date, integer, text) IS 'Dossiers behind the rate late of a profile, of every office and its subtree the '
    'latest so many. VI: Hồ sơ giải quyết quá hạn của từng cơ quan, trễ nhiều nhất trước.';

CREATE OR REPLACE FUNCTION stats.overdue_lists(period_from date, period_to date, longest integer)
    RETURNS SETOF motcua.listed_dossier
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT w.* FROM motcua.worst_dossiers('{pending_overdue}', 0, period_from, period_to, longest) AS w
$$;
COMMENT ON FUNCTION stats.overdue_lists(date, date, integer) IS 'Dossiers open and overdue at the end of a period, of every office and its subtree the '
    'so many that are longest so. VI: Hồ sơ đang giải quyết quá hạn của từng cơ quan, lâu nhất trước.';

CREATE OR REPLACE FUNCTION stats.letter_lists(period_from date, period_to date, longest integer)
    RETURNS SETOF motcua.listed_dossier
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT w.* FROM motcua.worst_dossiers('{resolved_apology_due,pending_apology_due}', motcua.mark('apology'), period_from, period_to, longest) AS w
$$;
COMMENT ON FUNCTION stats.letter_lists(date, date, integer) IS 'Dossiers late, overdue or with an error, and without a letter, of every office and its '
    'subtree the latest so many. VI: Hồ sơ quá hạn, sai sót chưa có văn bản xin lỗi của từng cơ quan.';

CREATE OR REPLACE FUNCTION stats.near_due_lists(days integer, longest integer)
    RETURNS SETOF motcua.listed_dossier
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT r.ancestor, r.total, r.place, r.source, r.code, r.office, r.procedure, r.received_at, r.due_at, NULL::timestamptz, NULL::date,
           NULL::integer, r.apology_at, r.letter_by, NULL, NULL, NULL::bigint
    FROM (SELECT t.ancestor, n.*, count(*) OVER (PARTITION BY t.ancestor) AS total,
                 row_number() OVER (PARTITION BY t.ancestor ORDER BY n.due_on, n.received_at, n.code COLLATE "C", n.source COLLATE "C") AS place
          FROM stats.near_due(near_due_lists.days) AS n JOIN motcua.office_tree AS t ON t.office = n.office) AS r
    WHERE r.place <= longest
    ORDER BY r.ancestor COLLATE "C", r.place
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
    WITH flagged AS MATERIALIZED (
        SELECT f.* FROM motcua.flags_between(period_from, least(period_to, motcua.today())) AS f
    ), ranked AS (
        SELECT t.ancestor, f.*, count(*) OVER of_office AS total, count(*) OVER of_flag AS of_flag,
               row_number() OVER (PARTITION BY t.ancestor ORDER BY k.position, f.due_at DESC, f.code COLLATE "C", f.source COLLATE "C") AS place,
               row_number() OVER (of_flag ORDER BY f.code COLLATE "C", f.source COLLATE "C") AS place_in_flag
        FROM flagged AS f
        JOIN motcua.integrity_check AS k ON k.flag = f.flag
        JOIN motcua.office_tree AS t ON t.office = f.office
        WINDOW of_office AS (PARTITION BY t.ancestor), of_flag AS (PARTITION BY t.ancestor, f.flag)
    )
    SELECT r.ancestor, r.total, r.place, r.source, r.code, r.office, d.procedure, r.received_at, r.due_at, coalesce(r.finished_at, r.returned_at),
           d.closed_on, NULL::integer, d.apology_at, NULL::date, r.reason, r.flag, CASE WHEN r.place_in_flag = 1 THEN r.of_flag END
    FROM ranked AS r
    CROSS JOIN LATERAL (SELECT d.procedure, d.closed_on, d.apology_at FROM motcua.dossier AS d WHERE d.source = r.source AND d.code = r.code OFFSET 0) AS d
    WHERE r.place <= longest OR r.place_in_flag = 1
    ORDER BY r.ancestor COLLATE "C", r.place;
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
    SELECT r.ancestor, r.total, r.place, r.source, r.code, r.office, d.procedure, d.received_at, d.due_at, coalesce(d.finished_at, d.returned_at),
           d.closed_on, NULL::integer, d.apology_at, NULL::date, concat_ws('; ',
               'ra khỏi: ' || (SELECT string_agg(b.text_vi, ', ' ORDER BY b.bucket) FROM motcua.bucket AS b WHERE b.bucket = ANY (r.left_buckets)),
               'vào: ' || (SELECT string_agg(b.text_vi, ', ' ORDER BY b.bucket) FROM motcua.bucket AS b WHERE b.bucket = ANY (r.entered_buckets))),
           NULL::text, NULL::bigint
    FROM ranked AS r
    CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = r.source AND d.code = r.code OFFSET 0) AS d
    WHERE r.place <= longest
    ORDER BY r.ancestor COLLATE "C", r.place;
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

REVOKE ALL ON FUNCTION motcua.worst_dossiers(text[], bigint, date, date, integer, date), stats.late_lists(date, date, integer, text),
    stats.overdue_lists(date, date, integer), stats.letter_lists(date, date, integer), stats.near_due_lists(integer, integer),
    stats.flag_lists(date, date, integer), stats.moved_lists(date, date, date, integer), stats.stories(text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.worst_dossiers(text[], bigint, date, date, integer, date), stats.late_lists(date, date, integer, text),
    stats.overdue_lists(date, date, integer), stats.letter_lists(date, date, integer), stats.near_due_lists(integer, integer),
    stats.flag_lists(date, date, integer), stats.moved_lists(date, date, date, integer), stats.stories(text[], text[])
TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
