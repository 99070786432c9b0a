-- Deploy motcua:page to pg
-- requires: monthly
-- requires: terms
-- requires: targets
-- requires: scoring_versions
-- What a page of all offices asks for, each for all of them at once: words, days, procedures, profiles.

BEGIN;

CREATE TABLE motcua.figure_label (
    kind text COLLATE "C" CHECK (kind IN ('count', 'rate')),
    figure text COLLATE "C",
    short_vi text NOT NULL,
    short_en text NOT NULL,
    place integer,
    PRIMARY KEY (kind, figure)
);
COMMENT ON TABLE motcua.figure_label IS 'Headings of columns, and which figures stand in a table of offices; what has no row here is called by its '
    'meaning. VI: Tên ngắn của các chỉ tiêu ở đầu cột, và những chỉ tiêu hiện trong bảng cơ quan.';
COMMENT ON COLUMN motcua.figure_label.kind IS 'count (a bucket) or rate (of any profile). VI: Số lượng hay tỷ lệ.';
COMMENT ON COLUMN motcua.figure_label.figure IS 'Name of the bucket or rate. VI: Tên ô đếm hoặc tỷ lệ.';
COMMENT ON COLUMN motcua.figure_label.short_vi IS 'Heading in Vietnamese. VI: Tên ngắn.';
COMMENT ON COLUMN motcua.figure_label.short_en IS 'Heading in English. VI: Tên ngắn (tiếng Anh).';
COMMENT ON COLUMN motcua.figure_label.place IS 'Column in which it stands at first; null: only when it is chosen. VI: Thứ tự cột; trống thì chỉ hiện khi '
    'chọn.';

INSERT INTO motcua.figure_label (kind, figure, short_vi, short_en, place) VALUES
    ('count', 'carried_in', 'Từ kỳ trước', 'Carried in', NULL),
    ('count', 'received', 'Tiếp nhận', 'Received', 1),
    ('count', 'received_online', 'Trực tuyến', 'Online', NULL),
    ('count', 'received_direct', 'Trực tiếp', 'Counter', NULL),
    ('count', 'received_postal', 'Bưu chính', 'Post', NULL),
    ('count', 'resolved', 'Giải quyết', 'Resolved', 2),
    ('count', 'resolved_early', 'Trước hạn', 'Early', NULL),
    ('count', 'resolved_on_time', 'Đúng hạn', 'On the day', NULL),
    ('count', 'resolved_on_day_after_hour', 'Đúng ngày, quá giờ', 'After the hour', NULL),
    ('count', 'resolved_late', 'Quá hạn', 'Late', NULL),
    ('count', 'resolved_no_due', 'Không hẹn trả', 'No due date', NULL),
    ('count', 'withdrawn', 'Rút hồ sơ', 'Withdrawn', NULL),
    ('count', 'returned', 'Trả lại', 'Returned', NULL),
    ('count', 'pending', 'Đang giải quyết', 'Open', NULL),
    ('count', 'pending_in_time', 'Còn trong hạn', 'Open, in time', NULL),
    ('count', 'pending_overdue', 'Đang quá hạn', 'Overdue', 3),
    ('count', 'pending_no_due', 'Đang giải quyết, không hẹn trả', 'Open, no due date', NULL),
    ('count', 'paused', 'Chờ bổ sung', 'Waiting', NULL),
    ('rate', 'on_time', 'Đúng hạn', 'On time', NULL),
    ('rate', 'late', 'Quá hạn', 'Late', 4),
    ('rate', 'late_first', 'Quá hẹn ban đầu', 'Late, first due', NULL),
    ('rate', 'online', 'Trực tuyến', 'Online', 5),
    ('rate', 'direct', 'Trực tiếp', 'Counter', NULL),
    ('rate', 'postal', 'Bưu chính', 'Post', NULL),
    ('rate', 'components_digitised', 'Số hóa TPHS', 'Documents digitised', NULL),
    ('rate', 'results_digitised', 'Số hóa KQ', 'Results digitised', 6),
    ('rate', 'results_stored', 'Lưu kho KQ', 'Results stored', NULL),
    ('rate', 'digitised', 'Số hóa', 'Digitised', NULL),
    ('rate', 'reused', 'Tái sử dụng', 'Reused', NULL),
    ('rate', 'from_store', 'Từ kho quốc gia', 'From the store', NULL),
    ('rate', 'apology', 'Xin lỗi', 'Letters', 7),
    ('rate', 'apology_in_time', 'Xin lỗi trước hạn', 'Letters in time', NULL),
    ('rate', 'feedback_on_time', 'PAKN đúng hạn', 'Feedback', 8),
    ('rate', 'full_process_procedures', 'TTHC toàn trình', 'Full-process procedures', NULL),
    ('rate', 'full_process_online', 'DVC toàn trình', 'Full process', NULL),
    ('rate', 'payment_procedures', 'TTHC thanh toán trực tuyến', 'Payable procedures', NULL),
    ('rate', 'payment_online', 'Thanh toán trực tuyến', 'Paid online', NULL),
    ('rate', 'rated', 'Có đánh giá', 'Rated', NULL),
    ('rate', 'very_satisfied', 'Rất hài lòng', 'Very satisfied', NULL),
    ('rate', 'satisfied', 'Hài lòng', 'Satisfied', 9),
    ('rate', 'dissatisfied', 'Chưa hài lòng', 'Dissatisfied', NULL),
    ('rate', 'returned', 'Trả lại', 'Returned', NULL),
    ('rate', 'withdrawn', 'Rút hồ sơ', 'Withdrawn', NULL),
    ('rate', 'reopened', 'Mở lại', 'Reopened', NULL),
    ('rate', 'due_moved', 'Dời ngày hẹn', 'Due date moved', NULL),
    ('rate', 'supplemented', 'Yêu cầu bổ sung', 'Supplements', NULL),
    ('rate', 'payment_enabled', 'Phí trả được trực tuyến', 'Payable online', NULL),
    ('rate', 'payment_used', 'Phí đã trả trực tuyến', 'Payable and paid online', NULL),
    ('rate', 'term_used', 'Thời hạn đã dùng', 'Term used', NULL);

CREATE OR REPLACE FUNCTION stats.rate_words(of_profile text, on_day date DEFAULT motcua.today(), target_set text DEFAULT NULL)
    RETURNS TABLE (rate text, "position" integer, text_vi text, text_en text, short_vi text, short_en text, place integer,
                   numerator_vi text, denominator_vi text, numerator_en text, denominator_en text,
                   legal_source text, valid_from date, valid_to date, rule_version text, lower_is_better boolean, measure text,
                   target_value numeric, target_direction text, target_source text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.rate, r.position, r.text_vi, r.text_en, coalesce(l.short_vi, r.text_vi), coalesce(l.short_en, r.text_en), l.place,
           f.numerator_vi, f.denominator_vi, f.numerator_en, f.denominator_en,
           r.legal_source, r.valid_from, r.valid_to, v.rule_version, r.lower_is_better, r.measure,
           t.value, t.direction, t.legal_source
    FROM motcua.rate AS r
    JOIN motcua.current_rule AS v ON v.profile = r.profile AND v.rate = r.rate
    LEFT JOIN motcua.figure_label AS l ON l.kind = 'rate' AND l.figure = r.rate
    LEFT JOIN LATERAL (
        SELECT t.value, t.direction, t.legal_source FROM motcua.targets_on(on_day, target_set) AS t
        WHERE t.profile = r.profile AND t.figure = r.rate AND t.direction <> 'growth' AND t.no_rate IS NULL
        ORDER BY t.level <> 'commune', motcua.level_order(t.level), t.set LIMIT 1
    ) AS t ON true
    CROSS JOIN LATERAL (
        -- Words of buckets have commas in them.
        SELECT string_agg(b.text_vi, '; ' ORDER BY b.bucket) FILTER (WHERE t.in_numerator) AS numerator_vi,
               string_agg(b.text_vi, '; ' ORDER BY b.bucket) FILTER (WHERE t.in_denominator) AS denominator_vi,
               string_agg(b.text_en, '; ' ORDER BY b.bucket) FILTER (WHERE t.in_numerator) AS numerator_en,
               string_agg(b.text_en, '; ' ORDER BY b.bucket) FILTER (WHERE t.in_denominator) AS denominator_en
        FROM motcua.term AS t JOIN motcua.bucket AS b ON b.bucket = t.bucket
        WHERE t.profile = r.profile AND t.rate = r.rate
    ) AS f
    WHERE r.profile = of_profile
    ORDER BY r.position, r.rate
$$;
COMMENT ON FUNCTION stats.rate_words(text, date, text) IS 'All that is to be said of the rates of a profile: headings, formula in words, legal source, '
    'version, and the target of a day: of communes, where several levels have one. VI: Mọi thông tin về các tỷ lệ của một bộ quy tắc: tên, công thức '
    'bằng lời, căn cứ, phiên bản, chỉ tiêu (ưu tiên của cấp xã).';

CREATE OR REPLACE FUNCTION stats.level_words() RETURNS TABLE ("position" integer, level text, text_vi text, text_en text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 7
    SET search_path = pg_catalog
AS $$
    VALUES (1, 'province', 'Cấp tỉnh', 'Province'), (2, 'department', 'Sở, ngành', 'Departments'), (3, 'vertical', 'Ngành dọc', 'Vertical offices'),
           (4, 'district', 'Cấp huyện', 'Districts'), (5, 'commune', 'Cấp xã', 'Communes'), (6, 'branch', 'Chi nhánh', 'Branches'),
           (7, 'reception_point', 'Điểm tiếp nhận', 'Reception points')
$$;
COMMENT ON FUNCTION stats.level_words() IS 'What the levels of motcua.office are called, the highest first. VI: Tên gọi các cấp cơ quan.';

CREATE OR REPLACE FUNCTION stats.period_before(period_from date, period_to date, OUT before_from date, OUT before_to date)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    SELECT CASE WHEN w.months IS NOT NULL THEN (period_from - make_interval(months => w.months))::date
                ELSE period_from - (period_to - period_from + 1) END,
           period_from - 1
    FROM (SELECT min(n) AS months FROM generate_series(1, 120) AS n WHERE (period_from + make_interval(months => n))::date = period_to + 1) AS w
$$;
COMMENT ON FUNCTION stats.period_before(date, date)
    IS 'The period just before another one: as many whole months, else as many days. VI: Kỳ liền trước, cùng số tháng hoặc cùng số ngày.';

CREATE OR REPLACE FUNCTION stats.source_states(stale_after interval DEFAULT interval '26 hours')
    RETURNS TABLE (source text, last_good timestamptz, state text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.source, g.started_at,
           CASE WHEN r.status IN ('failed', 'interrupted') THEN 'failed' WHEN coalesce(g.started_at < now() - stale_after, true) THEN 'stale'
                ELSE 'good' END
    FROM (SELECT DISTINCT ON (r.source) r.source, r.status FROM motcua.run AS r
          WHERE r.program = 'ingest' AND r.status <> 'running' ORDER BY r.source, r.run_id DESC) AS r
    LEFT JOIN LATERAL (SELECT max(g.started_at) AS started_at FROM motcua.run AS g
                       WHERE g.source = r.source AND g.program = 'ingest' AND g.status = 'done') AS g ON true
    ORDER BY r.source
$$;
COMMENT ON FUNCTION stats.source_states(interval) IS 'Each source with the start of its last good run, and whether that is recent (good), older than an '
    'interval (stale), or followed by a run that failed. VI: Tình trạng từng nguồn dữ liệu: lần thu thập tốt gần nhất, chậm hoặc lỗi.';

CREATE OR REPLACE FUNCTION motcua.late_room(late bigint, resolved bigint, threshold_percent numeric) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN late * 100 > threshold_percent * resolved THEN floor(threshold_percent * resolved / 100)::bigint - late
                ELSE motcua.late_allowed(late, resolved, threshold_percent) END;
COMMENT ON FUNCTION motcua.late_room(bigint, bigint, numeric) IS 'How many more dossiers may be resolved late before a ceiling is passed; negative: how '
    'many of those resolved are too many. VI: Số hồ sơ còn lại trước khi vượt ngưỡng; âm là số hồ sơ đã vượt.';

CREATE OR REPLACE FUNCTION motcua.on_time_needed(late bigint, resolved bigint, threshold_percent numeric) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN late * 100 <= threshold_percent * resolved THEN 0
                WHEN threshold_percent > 0 THEN ceil(late * 100 / threshold_percent)::bigint - resolved END;
COMMENT ON FUNCTION motcua.on_time_needed(bigint, bigint, numeric) IS 'How many dossiers resolved in time bring a late rate back to its ceiling; null when '
    'none can. VI: Số hồ sơ đúng hạn cần thêm để tỷ lệ quá hạn trở về ngưỡng.';

-- What comes up by day, of an office and those whose dossiers are its own today: what is open is read once, and counted by the
-- same days as stats.near_due and stats.letters_due list it.
CREATE OR REPLACE FUNCTION stats.due_days(days integer DEFAULT 10)
    RETURNS TABLE (office text, kind text, day date, working_days_left integer, dossiers bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH horizon AS MATERIALIZED (
        SELECT h.day, h.working_days_left FROM motcua.horizon(due_days.days) AS h
    ), letter AS MATERIALIZED (
        SELECT n.day AS first_due_on, h.day, h.working_days_left
        FROM motcua.horizon(due_days.days + 1) AS n JOIN horizon AS h ON h.day = n.previous_working_day
    ), open AS MATERIALIZED (
        SELECT d.handling_office AS office, d.due_on, motcua.local_day(d.due_at_first) AS first_due_on, d.apology_at IS NULL AS lacks_letter,
               count(*) AS dossiers
        FROM motcua.dossier AS d
        WHERE d.outcome IS NULL AND d.received_on <= (SELECT motcua.today())
        GROUP BY d.handling_office, d.due_on, motcua.local_day(d.due_at_first), d.apology_at IS NULL
    )
    SELECT t.ancestor, d.kind, d.day, d.working_days_left, sum(d.dossiers)::bigint
    FROM (SELECT o.office, text 'near_due' AS kind, h.day, h.working_days_left, o.dossiers FROM open AS o JOIN horizon AS h ON h.day = o.due_on
          UNION ALL
          SELECT o.office, 'letters', l.day, l.working_days_left, o.dossiers
          FROM open AS o JOIN letter AS l ON l.first_due_on = o.first_due_on WHERE o.lacks_letter) AS d
    JOIN motcua.office_tree AS t ON t.office = d.office
    GROUP BY t.ancestor, d.kind, d.day, d.working_days_left
    UNION ALL
    SELECT f.office, 'forecast', f.day, f.working_days_ahead, f.overdue FROM stats.overdue_forecast(due_days.days) AS f
    ORDER BY 1, 2, 3;
END;
$$;
COMMENT ON FUNCTION stats.due_days(integer) IS 'What comes up in so many working days, for every office and its subtree by day: near_due (open, due that '
    'day), letters (last day for a letter), forecast (overdue on that day if nothing is done). VI: Lịch của từng cơ quan trong số ngày làm việc '
    'tới: hồ sơ đến hạn, hạn cuối gửi văn bản xin lỗi, dự báo quá hạn.';

CREATE OR REPLACE FUNCTION stats.procedure_counts(period_from date, period_to date, by_office text DEFAULT 'handling', tree text DEFAULT 'then',
    today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, procedure text, received bigint, resolved bigint, resolved_late bigint, pending_overdue bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 50000
    SET effective_io_concurrency = 0 -- see motcua.period_cells
    SET enable_gathermerge = off
AS $$
BEGIN
    PERFORM motcua.is_period(period_from, period_to), motcua.is_view(by_office, tree);
    RETURN QUERY EXECUTE $query$
        WITH own AS MATERIALIZED (
            SELECT p.office, p.procedure, count(*) FILTER (WHERE p.received_on >= $1) AS received,
                   count(*) FILTER (WHERE p.closed_on IS NOT NULL AND p.outcome = 'resolved') AS resolved,
                   count(*) FILTER (WHERE p.closed_on IS NOT NULL AND p.outcome = 'resolved' AND p.timeliness = 'late') AS late,
                   count(*) FILTER (WHERE p.closed_on IS NULL AND p.due_on <= $3) AS overdue
            FROM (SELECT coalesce(h.heir, d.office) AS office, d.procedure, d.received_on, d.due_on, d.closed_on, d.outcome, d.timeliness
                  FROM (SELECT motcua.office_asked($4, d.receiving_office, d.handling_office) AS office, d.procedure, d.received_on, d.due_on,
                               CASE WHEN d.closed_on <= $2 THEN d.closed_on END AS closed_on, d.outcome, d.timeliness
                        FROM motcua.dossier_history AS d
                        WHERE motcua.is_known(d.is_current, d.last_run_id, d.until_run_id, $6) AND d.received_on <= $2
                          AND (d.closed_on >= $1 OR d.outcome IS NULL)) AS d
                  LEFT JOIN motcua.office_heirs() AS h ON h.office = d.office
                      AND motcua.answering_day($5, d.closed_on, $2) >= h.from_day AND motcua.answering_day($5, d.closed_on, $2) < h.until_day
                  OFFSET bigint '0') AS p
            GROUP BY p.office, p.procedure
        )
        SELECT t.ancestor, o.procedure, sum(o.received)::bigint, sum(o.resolved)::bigint, sum(o.late)::bigint, sum(o.overdue)::bigint
        FROM own AS o JOIN motcua.office_tree_on(motcua.answering_day($5, NULL, $2)) AS t ON t.office = o.office
        GROUP BY t.ancestor, o.procedure
        $query$
    USING least(period_from, today + 1), least(period_to, today), motcua.overdue_until(period_to, today), by_office, tree, known_run;
END;
$$;
COMMENT ON FUNCTION stats.procedure_counts(date, date, text, text, date, bigint) IS
    'Counts of every office and its subtree by procedure (null: none is named), as stats.counts has their sums. VI: Số liệu của từng cơ quan (gồm trực '
    'thuộc) theo từng thủ tục; cộng lại đúng bằng stats.counts.';

CREATE OR REPLACE FUNCTION motcua.points_of(offices text[], buckets text[], totals bigint[], of_scoring text)
    RETURNS TABLE (office text, criterion text, text_vi text, rate text, numerator bigint, denominator bigint, points numeric, max_points numeric,
                   points_lost numeric, dossiers_needed bigint, no_rate text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.office, c.criterion, c.text_vi, c.rate, r.numerator, r.denominator, v.points, c.max_points, c.max_points - v.points,
           v.hits - least(v.hits, r.numerator), NULL
    FROM motcua.scoring AS s
    JOIN motcua.criterion AS c ON c.scoring = s.scoring
    JOIN motcua.rates_of(offices, buckets, totals) AS r ON r.profile = s.profile AND r.rate = c.rate
    CROSS JOIN LATERAL (SELECT motcua.score(c, r.numerator, r.denominator) AS points, motcua.hits_for_maximum(c, r.denominator) AS hits) AS v
    WHERE s.scoring = of_scoring
    UNION ALL
    SELECT o.code, c.criterion, c.text_vi, NULL, NULL, NULL, NULL, c.max_points, NULL, NULL, c.no_rate
    FROM motcua.criterion AS c CROSS JOIN motcua.office AS o
    WHERE c.scoring = of_scoring AND c.rate IS NULL
$$;
COMMENT ON FUNCTION motcua.points_of(text[], text[], bigint[], text) IS 'Points of every office from the totals of its buckets, as stats.points has them. '
    'VI: Điểm của từng cơ quan từ các ô đếm đã có.';

CREATE OR REPLACE FUNCTION motcua.page_months(last_day date, most integer DEFAULT 60)
    RETURNS TABLE (office text, month date, received bigint, received_online bigint, received_direct bigint, received_postal bigint,
                   resolved bigint, resolved_late bigint, pending bigint, pending_overdue bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_column
DECLARE
    last_month timestamp := date_trunc('month', last_day::timestamp);
BEGIN
    RETURN QUERY
    WITH counted AS MATERIALIZED (
        SELECT m.* FROM stats.monthly((last_month - make_interval(months => most - 1))::date, last_day) AS m
    ), shown AS MATERIALIZED (
        SELECT g::date AS month
        FROM generate_series(least((SELECT min(c.month) FROM counted AS c WHERE c.received + c.resolved + c.pending > 0), last_month - interval '11 months'), last_month, interval '1 month') AS g
    )
    SELECT o.code, s.month, coalesce(c.received, 0), coalesce(c.received_online, 0), coalesce(c.received_direct, 0), coalesce(c.received_postal, 0),
           coalesce(c.resolved, 0), coalesce(c.resolved_late, 0), coalesce(c.pending, 0), coalesce(c.pending_overdue, 0)
    FROM motcua.office AS o CROSS JOIN shown AS s LEFT JOIN counted AS c ON c.office = o.code AND c.month = s.month;
END;
$$;
COMMENT ON FUNCTION motcua.page_months(date, integer) IS 'stats.monthly of the last so many months, with a row for every office and month from the first '
    'in which there was anything, but at least twelve. VI: Số liệu từng tháng của mọi cơ quan trong nhiều nhất bấy nhiêu tháng gần nhất.';

CREATE OR REPLACE FUNCTION motcua.profiles_of(offices text[], buckets text[], totals bigint[], base_profile text)
    RETURNS TABLE (office text, rate text, profile text, numerator bigint, denominator bigint, differs json)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH shared AS MATERIALIZED (
        SELECT r.rate, r.profile, b.position, r.profile <> base_profile AS is_other
        FROM motcua.rate AS r JOIN motcua.rate AS b ON b.profile = base_profile AND b.rate = r.rate
        WHERE EXISTS (SELECT FROM motcua.rate AS o WHERE o.rate = r.rate AND o.profile <> base_profile)
    ), part AS MATERIALIZED (
        SELECT s.rate, s.profile, k.bucket, v.place, v.sign
        FROM shared AS s
        CROSS JOIN LATERAL (
            SELECT p.bucket, sum(CASE WHEN p.profile = s.profile THEN 1 ELSE -1 END) FILTER (WHERE p.in_numerator) AS numerator,
                   sum(CASE WHEN p.profile = s.profile THEN 1 ELSE -1 END) FILTER (WHERE p.in_denominator) AS denominator
            FROM motcua.term_part AS p WHERE p.rate = s.rate AND p.profile IN (s.profile, base_profile)
            GROUP BY p.bucket
        ) AS k
        CROSS JOIN LATERAL (VALUES ('both', CASE WHEN k.numerator = k.denominator THEN k.numerator END),
            ('numerator', CASE WHEN k.numerator IS DISTINCT FROM k.denominator THEN k.numerator END),
            ('denominator', CASE WHEN k.numerator IS DISTINCT FROM k.denominator THEN k.denominator END)) AS v (place, sign)
        WHERE s.is_other AND v.sign <> 0
    ), piece AS (
        -- Not joined but gathered: without statistics of them, joins of what is made here go wrong by thousands.
        SELECT r.office, s.position, s.is_other, r.rate, r.profile, r.numerator, r.denominator, NULL::json AS difference, 0::bigint AS dossiers
        FROM shared AS s JOIN motcua.rates_of(offices, buckets, totals) AS r ON r.profile = s.profile AND r.rate = s.rate
        UNION ALL
        SELECT c.office, s.position, s.is_other, s.rate, s.profile, NULL, NULL, json_build_object('bucket', b.bucket, 'text_vi', b.text_vi,
                   'text_en', b.text_en, 'in', p.place, 'sign', p.sign, 'dossiers', c.total), c.total
        FROM unnest(offices, buckets, totals) AS c (office, bucket, total)
        JOIN part AS p ON p.bucket = c.bucket
        JOIN shared AS s ON s.rate = p.rate AND s.profile = p.profile
        JOIN motcua.bucket AS b ON b.bucket = p.bucket
        WHERE c.total > 0
    )
    SELECT p.office, p.rate, p.profile, max(p.numerator), max(p.denominator),
           coalesce(json_agg(p.difference ORDER BY p.dossiers DESC, p.difference ->> 'bucket', p.difference ->> 'in')
                    FILTER (WHERE p.difference IS NOT NULL), '[]')
    FROM piece AS p
    GROUP BY p.office, p.position, p.is_other, p.rate, p.profile
    ORDER BY p.office, p.position, p.is_other, p.profile
$$;
COMMENT ON FUNCTION motcua.profiles_of(text[], text[], bigint[], text) IS
    'The rates of a profile that others define too, of every office from the totals of its buckets: its own first, then each other one with the '
    'buckets that it has more (sign 1) or less (-1). VI: Các tỷ lệ mà nhiều bộ quy tắc cùng có, đặt cạnh nhau, kèm các nhóm hồ sơ tạo nên chênh '
    'lệch.';

REVOKE ALL ON FUNCTION stats.rate_words(text, date, text), stats.level_words(), stats.period_before(date, date), stats.source_states(interval),
    motcua.late_room(bigint, bigint, numeric), motcua.on_time_needed(bigint, bigint, numeric), stats.due_days(integer),
    stats.procedure_counts(date, date, text, text, date, bigint), motcua.points_of(text[], text[], bigint[], text), motcua.page_months(date, integer), motcua.profiles_of(text[], text[], bigint[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stats.rate_words(text, date, text), stats.level_words(), stats.period_before(date, date), stats.source_states(interval),
    motcua.late_room(bigint, bigint, numeric), motcua.on_time_needed(bigint, bigint, numeric), stats.due_days(integer),
    stats.procedure_counts(date, date, text, text, date, bigint), motcua.points_of(text[], text[], bigint[], text), motcua.page_months(date, integer), motcua.profiles_of(text[], text[], bigint[], text)
TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT SELECT ON motcua.figure_label TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
