-- Deploy motcua:forms to pg
-- requires: column_labels
-- requires: payable
-- The forms in which offices report: II.06a, II.06b and 07a, and the appendix of communes.

BEGIN;

CREATE OR REPLACE FUNCTION motcua.form_cells(period_from date, period_to date, by_office text, tree text, today date, known_run bigint)
    RETURNS TABLE (office text, procedure text, carried_in bigint, online bigint, direct bigint, postal bigint, online_full bigint,
                   online_partial bigint, full_received bigint, partial_received bigint, early bigint, on_time bigint, late bigint,
                   late_with_letter bigint, resolved_no_due bigint,
                   in_time bigint, overdue bigint, overdue_with_letter bigint, pending_no_due bigint, paused bigint, withdrawn bigint,
                   returned bigint, with_fee bigint, paid_online bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 50000
    SET effective_io_concurrency = 0 -- see motcua.period_cells
    SET enable_gathermerge = off
AS $$
BEGIN
    PERFORM motcua.is_period(period_from, period_to), motcua.is_view(by_office, tree);
    RETURN QUERY EXECUTE $query$
        WITH alive AS NOT MATERIALIZED (
            SELECT motcua.office_asked($4, d.receiving_office, d.handling_office) AS office, d.procedure, d.received_on >= $1 AS is_new, d.channel,
                   d.online_level, d.due_on, CASE WHEN d.closed_on <= $2 THEN d.closed_on END AS closed_on,
                   CASE WHEN d.closed_on <= $2 THEN d.outcome END AS outcome, d.timeliness, d.apology_at IS NOT NULL AS has_letter,
                   d.status IN (5, 6) AS is_paused, d.fee > 0 AS has_fee, d.paid_online
            FROM motcua.dossier_history AS d
            WHERE motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, $6) AND d.received_on <= $2
              AND (d.closed_on >= $1 OR d.outcome IS NULL)
        ), own AS MATERIALIZED (
            SELECT a.office, a.procedure, count(*) FILTER (WHERE NOT a.is_new) AS carried_in,
                   count(*) FILTER (WHERE a.is_new AND a.channel = 'online') AS online,
                   count(*) FILTER (WHERE a.is_new AND a.channel = 'direct') AS direct,
                   count(*) FILTER (WHERE a.is_new AND a.channel = 'postal') AS postal,
                   count(*) FILTER (WHERE a.is_new AND a.channel = 'online' AND a.level = 'full') AS online_full,
                   count(*) FILTER (WHERE a.is_new AND a.channel = 'online' AND a.level = 'partial') AS online_partial,
                   count(*) FILTER (WHERE a.is_new AND a.level = 'full') AS full_received,
                   count(*) FILTER (WHERE a.is_new AND a.level = 'partial') AS partial_received,
                   count(*) FILTER (WHERE a.outcome = 'resolved' AND a.timeliness = 'early') AS early,
                   count(*) FILTER (WHERE a.outcome = 'resolved' AND a.timeliness IN ('on_day', 'on_day_after_hour')) AS on_time,
                   count(*) FILTER (WHERE a.outcome = 'resolved' AND a.timeliness = 'late') AS late,
                   count(*) FILTER (WHERE a.outcome = 'resolved' AND a.timeliness = 'late' AND a.has_letter) AS late_with_letter,
                   count(*) FILTER (WHERE a.outcome = 'resolved' AND a.timeliness = 'no_due') AS resolved_no_due,
                   count(*) FILTER (WHERE a.outcome IS NULL AND a.due_on > $3) AS in_time,
                   count(*) FILTER (WHERE a.outcome IS NULL AND a.due_on <= $3) AS overdue,
                   count(*) FILTER (WHERE a.outcome IS NULL AND a.due_on <= $3 AND a.has_letter) AS overdue_with_letter,
                   count(*) FILTER (WHERE a.outcome IS NULL AND a.due_on IS NULL) AS pending_no_due,
                   count(*) FILTER (WHERE a.outcome IS NULL AND a.is_paused) AS paused,
                   count(*) FILTER (WHERE a.outcome = 'withdrawn') AS withdrawn, count(*) FILTER (WHERE a.outcome = 'returned') AS returned,
                   count(*) FILTER (WHERE a.is_new AND a.has_fee) AS with_fee,
                   count(*) FILTER (WHERE a.is_new AND a.has_fee AND a.paid_online) AS paid_online
            FROM (SELECT coalesce(h.heir, a.office) AS office, a.procedure, a.is_new, a.channel, a.due_on, a.outcome, a.timeliness,
                         coalesce(a.online_level, p.online_level) AS level, a.has_letter, a.is_paused, a.has_fee, a.paid_online
                  FROM alive AS a
                  LEFT JOIN motcua.office_heirs() AS h ON h.office = a.office
                      AND motcua.answering_day($5, a.closed_on, $2) >= h.from_day AND motcua.answering_day($5, a.closed_on, $2) < h.until_day
                  LEFT JOIN motcua.procedure AS p ON p.code = a.procedure
                  OFFSET bigint '0') AS a
            GROUP BY a.office, a.procedure
        )
        SELECT t.ancestor, o.procedure, sum(o.carried_in)::bigint, sum(o.online)::bigint, sum(o.direct)::bigint, sum(o.postal)::bigint,
               sum(o.online_full)::bigint, sum(o.online_partial)::bigint, sum(o.full_received)::bigint,
               sum(o.partial_received)::bigint, sum(o.early)::bigint, sum(o.on_time)::bigint, sum(o.late)::bigint,
               sum(o.late_with_letter)::bigint, sum(o.resolved_no_due)::bigint, sum(o.in_time)::bigint, sum(o.overdue)::bigint,
               sum(o.overdue_with_letter)::bigint, sum(o.pending_no_due)::bigint, sum(o.paused)::bigint, sum(o.withdrawn)::bigint,
               sum(o.returned)::bigint, sum(o.with_fee)::bigint, sum(o.paid_online)::bigint
        FROM own AS o JOIN motcua.office_tree_on(motcua.answering_day($5, NULL, $2)) AS t ON t.office = o.office
        GROUP BY t.ancestor, o.procedure
        $query$
    USING least(period_from, today + 1), least(period_to, today), motcua.overdue_until(period_to, today), by_office, tree, known_run;
END;
$$;
COMMENT ON FUNCTION motcua.form_cells(date, date, text, text, date, bigint) IS
    'What reporting forms are made of: the counts of every office and its subtree by procedure (null: none is named), as stats.counts has their '
    'sums. VI: Số liệu để lập biểu của từng cơ quan (gồm trực thuộc) theo từng thủ tục.';

CREATE OR REPLACE FUNCTION motcua.fraction_text(numerator bigint, denominator bigint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(to_char(numerator, 'FM999,999,999,990') || '/' || to_char(denominator, 'FM999,999,999,990'), ',', '.');
COMMENT ON FUNCTION motcua.fraction_text(bigint, bigint) IS 'Two counts as papers write them, 3.336/27.553. VI: Phân số theo cách viết của văn bản.';

CREATE OR REPLACE FUNCTION motcua.offices_of_form(for_office text, period_to date, tree text, today date)
    RETURNS TABLE (office text, name text, level text, place bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT o.code, coalesce(o.name, o.code), o.level, row_number() OVER (
               ORDER BY motcua.level_order(coalesce(o.level, CASE WHEN o.parent IS NULL THEN 'province' ELSE 'district' END)), o.code COLLATE "C")
    FROM motcua.office AS o
    WHERE for_office IS NULL OR o.code IN (
        SELECT t.office FROM motcua.office_tree_on(motcua.answering_day(tree, NULL, least(period_to, today))) AS t WHERE t.ancestor = for_office)
$$;
COMMENT ON FUNCTION motcua.offices_of_form(text, date, text, date) IS 'The offices of a form, an office and those under it or all, the highest level '
    'first. VI: Các cơ quan có trong biểu, cấp cao trước.';

-- What the form has no column for, dossiers without a due date, counts as in time, as the form's own checks 7 = 8+9+10 and
-- 11 = 12+13 demand; how many they are stands beside.
CREATE OR REPLACE FUNCTION stats.form_06a(period_from date, period_to date, for_office text DEFAULT NULL, by_office text DEFAULT 'handling',
    tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (number text, title text, total bigint, online bigint, direct bigint, carried_in bigint, resolved bigint, early bigint,
                   on_time bigint, late bigint, pending bigint, in_time bigint, overdue bigint, office text, is_office boolean, no_due bigint,
                   withdrawn bigint, returned bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH cell AS MATERIALIZED (
        SELECT o.place, o.name, coalesce(p.field, 'Chưa rõ lĩnh vực') AS field, c.*
        FROM motcua.form_cells(period_from, period_to, by_office, tree, today, known_run) AS c
        JOIN motcua.offices_of_form(for_office, period_to, tree, today) AS o ON o.office = c.office
        LEFT JOIN motcua.procedure AS p ON p.code = c.procedure
    ), summed AS (
        SELECT c.place, c.name, c.field, grouping(c.field) = 1 AS is_office, min(c.office) AS office,
               sum(c.carried_in)::bigint AS carried_in, sum(c.online)::bigint AS online, sum(c.direct + c.postal)::bigint AS direct,
               sum(c.early)::bigint AS early, sum(c.on_time + c.resolved_no_due)::bigint AS on_time, sum(c.late)::bigint AS late,
               sum(c.in_time + c.pending_no_due)::bigint AS in_time, sum(c.overdue)::bigint AS overdue,
               sum(c.resolved_no_due + c.pending_no_due)::bigint AS no_due, sum(c.withdrawn)::bigint AS withdrawn,
               sum(c.returned)::bigint AS returned
        FROM cell AS c
        GROUP BY GROUPING SETS ((c.place, c.name, c.field), (c.place, c.name))
    )
    SELECT CASE WHEN s.is_office THEN (dense_rank() OVER (ORDER BY s.place))::text
                ELSE dense_rank() OVER (ORDER BY s.place) || '.' || row_number() OVER (PARTITION BY s.place, s.is_office ORDER BY s.field) END,
           CASE WHEN s.is_office THEN s.name ELSE s.field END, s.carried_in + s.online + s.direct, s.online, s.direct, s.carried_in,
           s.early + s.on_time + s.late, s.early, s.on_time, s.late, s.in_time + s.overdue, s.in_time, s.overdue, s.office, s.is_office, s.no_due,
           s.withdrawn, s.returned
    FROM summed AS s
    WHERE (SELECT motcua.is_office(for_office))
    ORDER BY s.place, s.is_office DESC, s.field
$$;
COMMENT ON FUNCTION stats.form_06a(date, date, text, text, text, date, bigint) IS
    'Form II.06a: a row an office and under it a row a field of its procedures. Dossiers without a due date stand in columns 9 and 12. VI: Biểu '
    'II.06a: mỗi cơ quan một dòng, bên dưới là từng lĩnh vực; hồ sơ không có ngày hẹn trả nằm ở cột 9 và cột 12.';

CREATE OR REPLACE FUNCTION stats.form_06b(period_from date, period_to date, for_office text DEFAULT NULL, by_office text DEFAULT 'handling',
    tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (number bigint, procedure text, name text, total bigint, carried_in bigint, online bigint, direct bigint, resolved bigint,
                   early bigint, on_time bigint, late bigint, pending bigint, in_time bigint, overdue bigint, paused bigint, returned bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT row_number() OVER (ORDER BY c.procedure COLLATE "C" NULLS LAST), coalesce(c.procedure, '–'), coalesce(p.name, 'Không nêu thủ tục'),
           sum(c.carried_in + c.online + c.direct + c.postal)::bigint, sum(c.carried_in)::bigint, sum(c.online)::bigint,
           sum(c.direct + c.postal)::bigint, sum(c.early + c.on_time + c.resolved_no_due + c.late)::bigint, sum(c.early)::bigint,
           sum(c.on_time + c.resolved_no_due)::bigint, sum(c.late)::bigint, sum(c.in_time + c.pending_no_due + c.overdue)::bigint,
           sum(c.in_time + c.pending_no_due)::bigint, sum(c.overdue)::bigint, sum(c.paused)::bigint, sum(c.returned)::bigint
    FROM motcua.form_cells(period_from, period_to, by_office, tree, today, known_run) AS c
    JOIN motcua.offices_of_form(for_office, period_to, tree, today) AS o ON o.office = c.office
    JOIN motcua.office AS k ON k.code = c.office
    LEFT JOIN motcua.procedure AS p ON p.code = c.procedure
    -- Whole subtrees: the office that is asked for, or those that are a part of no other.
    WHERE (SELECT motcua.is_office(for_office)) AND (c.office = for_office OR (for_office IS NULL AND NOT EXISTS (
        SELECT FROM motcua.office_tree_on(motcua.answering_day(tree, NULL, least(period_to, today))) AS t
        WHERE t.office = c.office AND t.ancestor <> c.office)))
    GROUP BY c.procedure, p.name
    ORDER BY c.procedure COLLATE "C" NULLS LAST
$$;
COMMENT ON FUNCTION stats.form_06b(date, date, text, text, text, date, bigint) IS
    'Form II.06b: a row a procedure, of an office with those under it or of all. VI: Biểu II.06b: mỗi thủ tục một dòng.';

CREATE OR REPLACE FUNCTION stats.form_07a(period_from date, period_to date, for_office text DEFAULT NULL, by_office text DEFAULT 'handling',
    tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (number bigint, title text, received bigint, direct bigint, online_full bigint, online_partial bigint, online_other bigint,
                   non_local bigint, carried_in bigint, postal bigint, resolved bigint, on_time bigint, late_with_letter bigint,
                   late_without_letter bigint, pending bigint, in_time bigint, overdue_with_letter bigint, overdue_without_letter bigint,
                   with_fee bigint, paid_online bigint, paid_direct bigint, returned bigint, withdrawn bigint, office text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT row_number() OVER (ORDER BY o.place), o.name, sum(c.carried_in + c.online + c.direct + c.postal)::bigint, sum(c.direct)::bigint,
           sum(c.online_full)::bigint, sum(c.online_partial)::bigint, sum(c.online - c.online_full - c.online_partial)::bigint, NULL::bigint,
           sum(c.carried_in)::bigint, sum(c.postal)::bigint, sum(c.early + c.on_time + c.resolved_no_due + c.late)::bigint,
           sum(c.early + c.on_time + c.resolved_no_due)::bigint, sum(c.late_with_letter)::bigint, sum(c.late - c.late_with_letter)::bigint,
           sum(c.in_time + c.pending_no_due + c.overdue)::bigint, sum(c.in_time + c.pending_no_due)::bigint, sum(c.overdue_with_letter)::bigint,
           sum(c.overdue - c.overdue_with_letter)::bigint, sum(c.with_fee)::bigint, sum(c.paid_online)::bigint,
           sum(c.with_fee - c.paid_online)::bigint, sum(c.returned)::bigint, sum(c.withdrawn)::bigint, o.office
    FROM motcua.form_cells(period_from, period_to, by_office, tree, today, known_run) AS c
    JOIN motcua.offices_of_form(for_office, period_to, tree, today) AS o ON o.office = c.office
    WHERE (SELECT motcua.is_office(for_office))
    GROUP BY o.place, o.office, o.name
    ORDER BY o.place
$$;
COMMENT ON FUNCTION stats.form_07a(date, date, text, text, text, date, bigint) IS
    'Form 07a: a row an office, late dossiers with and without a letter; what no export carries is null. VI: Biểu 07a: mỗi cơ quan một dòng; nội '
    'dung không có trong dữ liệu để trống.';

CREATE OR REPLACE FUNCTION stats.appendix_1(period_from date, period_to date, for_office text DEFAULT NULL, by_office text DEFAULT 'handling',
    tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (number text, title text, unit text, value numeric, note text, office text, is_office boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH office AS MATERIALIZED (
        SELECT o.* FROM motcua.offices_of_form(for_office, period_to, tree, today) AS o WHERE o.level = 'commune' OR o.office = for_office
    ), cell AS MATERIALIZED (
        SELECT c.office, sum(c.online_partial)::bigint AS online_partial, sum(c.partial_received)::bigint AS partial_received,
               count(*) FILTER (WHERE c.procedure IS NOT NULL) AS procedures,
               count(*) FILTER (WHERE c.procedure IS NOT NULL AND c.full_received > 0) AS full_procedures,
               count(*) FILTER (WHERE c.procedure IS NOT NULL AND c.partial_received > 0) AS partial_procedures
        FROM motcua.form_cells(period_from, period_to, by_office, tree, today, known_run) AS c
        WHERE c.office IN (SELECT o.office FROM office AS o)
        GROUP BY c.office
    ), rate AS MATERIALIZED (
        SELECT r.office, r.rate, r.numerator, r.denominator
        FROM motcua.rates(period_from, period_to, by_office, tree, today, known_run) AS r
        WHERE r.profile = 'report' AND r.rate IN ('on_time', 'full_process_online')
    ), line AS (
        SELECT o.place, o.office, v.*
        FROM office AS o
        JOIN cell AS c ON c.office = o.office
        LEFT JOIN rate AS t ON t.office = o.office AND t.rate = 'on_time'
        LEFT JOIN rate AS f ON f.office = o.office AND f.rate = 'full_process_online'
        CROSS JOIN LATERAL (VALUES
            (0, NULL, o.name, NULL, NULL::numeric, NULL, true),
            (1, '3.1', 'Số lượng TTHC thuộc thẩm quyền giải quyết', 'TTHC', NULL, 'Lấy từ danh mục TTHC do Chủ tịch UBND tỉnh công bố', false),
            (2, '3.2', 'Số TTHC được cập nhật trên Cơ sở dữ liệu quốc gia về TTHC', 'TTHC', NULL, 'Không có trong dữ liệu hồ sơ', false),
            (3, '3.2', 'Số TTHC được tích hợp trên Cổng Dịch vụ công', 'TTHC', NULL, 'Không có trong dữ liệu hồ sơ', false),
            (4, '3.3', 'Số TTHC liên thông cùng cấp', 'TTHC', NULL, 'Không có trong dữ liệu hồ sơ', false),
            (5, '3.3', 'Số TTHC liên thông giữa các cấp', 'TTHC', NULL, 'Không có trong dữ liệu hồ sơ', false),
            (6, '3.3', 'Tỷ lệ TTHC được phê duyệt quy trình nội bộ', '%', NULL, 'Không có trong dữ liệu hồ sơ', false),
            (7, '3.3', 'Tỷ lệ TTHC có quy trình điện tử', '%', NULL, 'Không có trong dữ liệu hồ sơ', false),
            (8, '3.4', 'Tỷ lệ hồ sơ do cơ quan chuyên môn tiếp nhận được giải quyết đúng hạn', '%', NULL, 'Không thuộc UBND cấp xã', false),
            (9, '3.4', 'Tỷ lệ hồ sơ do UBND cấp xã tiếp nhận được giải quyết đúng hạn', '%', motcua.percent(t.numerator, t.denominator),
             CASE WHEN t.denominator > 0 THEN format('%s hồ sơ đã giải quyết', motcua.fraction_text(t.numerator, t.denominator))
                  ELSE 'Không có hồ sơ đã giải quyết' END, false),
            (10, '7.9', 'Số TTHC có phát sinh hồ sơ cung cấp dịch vụ công trực tuyến một phần', 'TTHC', c.partial_procedures,
             format('Trong %s TTHC có phát sinh hồ sơ', c.procedures), false),
            (11, '7.9', 'Số TTHC có phát sinh hồ sơ cung cấp dịch vụ công trực tuyến toàn trình', 'TTHC', c.full_procedures,
             format('Trong %s TTHC có phát sinh hồ sơ', c.procedures), false),
            (12, '7.9', 'Tỷ lệ hồ sơ trực tuyến của dịch vụ công trực tuyến một phần', '%',
             motcua.percent(c.online_partial, c.partial_received),
             CASE WHEN c.partial_received > 0 THEN format('%s hồ sơ tiếp nhận', motcua.fraction_text(c.online_partial, c.partial_received))
                  ELSE 'Không có hồ sơ của dịch vụ công một phần' END, false),
            (13, '7.9', 'Tỷ lệ hồ sơ trực tuyến của dịch vụ công trực tuyến toàn trình', '%', motcua.percent(f.numerator, f.denominator),
             CASE WHEN f.denominator > 0 THEN format('%s hồ sơ tiếp nhận', motcua.fraction_text(f.numerator, f.denominator))
                  ELSE 'Không có hồ sơ của dịch vụ công toàn trình' END, false)
        ) AS v (line, number, title, unit, value, note, is_office)
    )
    SELECT l.number, l.title, l.unit, l.value, l.note, l.office, l.is_office FROM line AS l
    WHERE (SELECT motcua.is_office(for_office))
    ORDER BY l.place, l.line
$$;
COMMENT ON FUNCTION stats.appendix_1(date, date, text, text, text, date, bigint) IS
    'Appendix 1 of reports of communes: the rows that dossiers can answer, the others empty with the reason. VI: Phụ lục 1 báo cáo của cấp xã: các '
    'chỉ tiêu tính được từ hồ sơ; chỉ tiêu khác để trống, ghi rõ lý do.';

-- Formulas are for a spreadsheet whose columns are those of this function, from A on; {} is the row, {N} the one so many above.
CREATE OR REPLACE FUNCTION stats.scored(period_from date, period_to date, for_office text, of_scoring text, by_office text DEFAULT 'handling',
    tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, criterion text, title text, numerator bigint, denominator bigint, percent numeric, rule text,
                   full_at numeric, floor numeric, empty_points numeric, max_points numeric, points numeric, computed numeric, note text,
                   is_total boolean, percent_formula text, points_formula text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH scored AS MATERIALIZED (
        SELECT o.place, o.office, o.name, c.criterion, c.text_vi, p.numerator, p.denominator, p.percent, c.rule, c.full_at, c.floor,
               c.max_points * c.empty_share AS empty_points, p.max_points, p.points, p.no_rate, c.steps,
               -- The catalogue of procedures is one for all offices: what is made of it does not tell that an office did anything.
               p.denominator > 0 AND EXISTS (SELECT FROM motcua.scoring AS s JOIN motcua.term AS t ON t.profile = s.profile AND t.rate = p.rate
                                             JOIN motcua.bucket AS b ON b.bucket = t.bucket
                                             WHERE s.scoring = of_scoring AND b.event <> 'procedure') AS says_something
        FROM stats.points(period_from, period_to, of_scoring, by_office, tree, today, known_run) AS p
        JOIN motcua.offices_of_form(for_office, period_to, tree, today) AS o ON o.office = p.office
        JOIN motcua.criterion AS c ON c.scoring = of_scoring AND c.criterion = p.criterion
    ), line AS (
        SELECT s.*, count(*) OVER (PARTITION BY s.place) AS lines
        FROM scored AS s
        WHERE s.office = for_office OR s.place IN (SELECT b.place FROM scored AS b WHERE b.says_something)
    ), told AS (
        SELECT l.place, l.office, l.name, l.criterion, l.text_vi AS title, l.numerator, l.denominator, l.percent,
               CASE l.rule WHEN 'linear' THEN 'tỷ lệ thuận' WHEN 'threshold' THEN 'tỷ lệ thuận đến ngưỡng' ELSE 'bậc thang' END AS rule,
               l.full_at, l.floor, l.empty_points, l.max_points, l.points, false AS is_total,
               CASE WHEN l.no_rate IS NOT NULL THEN l.no_rate WHEN l.denominator > 0 THEN NULL
                    WHEN l.empty_points IS NULL THEN 'mẫu số bằng 0, không chấm' ELSE 'mẫu số bằng 0' END AS note,
               CASE WHEN l.denominator > 0 THEN 'ROUND(100*E{}/F{},2)' END AS percent_formula,
               CASE WHEN l.points IS NOT NULL THEN
                   format('IF(F{}=0,ROUND(K{},3),IF(100*E{}<J{}*F{},0,ROUND(%s,3)))', CASE WHEN l.rule = 'step' THEN
                       (SELECT 'L{}*MAX(0,' || string_agg(format('IF(100*E{}>=%s*F{},%s,0)', l.steps[i][1], l.steps[i][2]), ',') || ')'
                        FROM generate_subscripts(l.steps, 1) AS i)
                       ELSE 'MIN(L{},L{}*100*E{}/(I{}*F{}))' END) END AS points_formula
        FROM line AS l
        UNION ALL
        SELECT l.place, l.office, l.name, 'Cộng', 'Tổng các tiêu chí được chấm', NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               coalesce(sum(l.max_points) FILTER (WHERE l.points IS NOT NULL), 0), sum(l.points), true, NULL, NULL,
               CASE WHEN count(l.points) > 0 THEN format('SUM(M{%s}:M{1})', l.lines) END
        FROM line AS l
        GROUP BY l.place, l.office, l.name, l.lines
    )
    SELECT t.office, t.name, t.criterion, t.title, t.numerator, t.denominator, t.percent, t.rule, t.full_at, t.floor, t.empty_points,
           t.max_points, t.points, t.points, t.note, t.is_total, t.percent_formula, t.points_formula
    FROM told AS t
    WHERE (SELECT motcua.is_office(for_office))
    ORDER BY t.place, t.is_total, t.criterion COLLATE "C"
$$;
COMMENT ON FUNCTION stats.scored(date, date, text, text, text, text, date, bigint) IS
    'The points of every office that had dossiers, criterion by criterion and their sum, each with what it is made of and the formula that makes it. '
    'VI: Điểm từng tiêu chí của từng cơ quan, kèm cách tính và công thức bảng tính.';

REVOKE ALL ON FUNCTION motcua.form_cells(date, date, text, text, date, bigint), motcua.fraction_text(bigint, bigint),
    motcua.offices_of_form(text, date, text, date),
    stats.form_06a(date, date, text, text, text, date, bigint), stats.form_06b(date, date, text, text, text, date, bigint),
    stats.form_07a(date, date, text, text, text, date, bigint), stats.appendix_1(date, date, text, text, text, date, bigint),
    stats.scored(date, date, text, text, text, text, date, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.form_cells(date, date, text, text, date, bigint), motcua.fraction_text(bigint, bigint),
    motcua.offices_of_form(text, date, text, date),
    stats.form_06a(date, date, text, text, text, date, bigint), stats.form_06b(date, date, text, text, text, date, bigint),
    stats.form_07a(date, date, text, text, text, date, bigint), stats.appendix_1(date, date, text, text, text, date, bigint),
    stats.scored(date, date, text, text, text, text, date, bigint)
TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
