-- Deploy motcua:page_sets to pg
-- requires: exceptions
-- requires: pendency
-- requires: procedure_versions
-- What a page shows of each office, in the words and the order in which it shows it.

BEGIN;

-- As the plan writes them, unless the province has its own words.
UPDATE motcua.criterion AS c SET text_vi = n.after
FROM (VALUES
      ('3.4', 'Thực hiện cơ chế một cửa, một cửa liên thông', 'Thực hiện cơ chế một cửa, cơ chế một cửa liên thông'),
      ('3.5', 'Xử lý phản ánh, kiến nghị', 'Công tác tiếp nhận, xử lý phản ánh, kiến nghị'),
      ('3.6', 'Xin lỗi bằng văn bản khi quá hạn, sai sót', 'Thực hiện việc xin lỗi bằng văn bản khi giải quyết TTHC sai sót, trễ hạn'),
      ('3.7', 'Số hóa hồ sơ, kết quả giải quyết', 'Triển khai Kế hoạch số hóa kết quả giải quyết TTHC'),
      ('7.3', 'Thanh toán trực tuyến', 'Tỷ lệ TTHC được tích hợp, triển khai thanh toán trực tuyến')) AS n (criterion, before, after)
WHERE c.scoring = 'gia-nghia-2023' AND c.criterion = n.criterion AND c.text_vi = n.before;

CREATE OR REPLACE FUNCTION stats.missing_dossiers(rate text, period_from date, period_to date, office text DEFAULT NULL, profile text DEFAULT 'report',
    by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(), known_run bigint DEFAULT NULL)
    RETURNS TABLE (bucket text, source text, code text, handling_office text, procedure text, procedure_name text, status smallint,
                   received_at timestamptz, due_at timestamptz, finished_at timestamptz, returned_at timestamptz,
                   apology_at timestamptz, closed_on date, days_late integer, reason text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH hit AS MATERIALIZED (
        SELECT d.source, d.code
        FROM stats.dossiers(missing_dossiers.rate, period_from, period_to, missing_dossiers.office, missing_dossiers.profile, by_office, tree, today,
            known_run) AS d
    ), counted AS MATERIALIZED (
        SELECT d.*
        FROM (SELECT DISTINCT t.bucket FROM motcua.term AS t
              WHERE t.profile = missing_dossiers.profile AND t.rate = missing_dossiers.rate AND t.in_denominator) AS t
        CROSS JOIN LATERAL stats.dossiers(t.bucket, period_from, period_to, missing_dossiers.office, missing_dossiers.profile, by_office, tree, today,
            known_run) AS d
    )
    SELECT c.* FROM counted AS c
    WHERE NOT EXISTS (SELECT FROM hit AS h WHERE (h.source, h.code) IS NOT DISTINCT FROM (c.source, c.code))
    ORDER BY c.handling_office, c.source, c.code;
END;
$$;
COMMENT ON FUNCTION stats.missing_dossiers(text, date, date, text, text, text, text, date, bigint) IS
    'What a rate counts in its denominator and not in its numerator, such as late dossiers without a letter: the rest of what stats.dossiers lists of '
    'it. VI: Hồ sơ thuộc mẫu số nhưng không thuộc tử số của một tỷ lệ, như hồ sơ quá hạn chưa có văn bản xin lỗi.';

CREATE OR REPLACE FUNCTION stats.page_frame(period_from date, period_to date, today date DEFAULT motcua.today(), OUT counted_to date,
    OUT before_from date, OUT before_to date, OUT months json, OUT restated_from date, OUT restated_to date, OUT published_by date,
    OUT published_at timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT c.counted_to, b.before_from, b.before_to, m.months, r.restated_from, r.restated_to, today - 1,
           (SELECT max(p.taken_at) FROM stats.publication AS p
            WHERE p.period_from = r.restated_from AND p.period_to = r.restated_to AND p.counted_to < today)
    FROM (SELECT least(period_to, today) AS counted_to) AS c
    CROSS JOIN LATERAL stats.period_before(period_from, period_to) AS b
    CROSS JOIN LATERAL (
        SELECT json_agg(to_char(m, 'YYYY-MM') ORDER BY m) AS months
        FROM generate_series(date_trunc('month', c.counted_to::timestamp) - interval '11 months', c.counted_to::timestamp, interval '1 month') AS m
    ) AS m
    -- What has ended is compared with what was stored of it: this period, else the one before.
    CROSS JOIN LATERAL (SELECT CASE WHEN period_to < today THEN period_from ELSE b.before_from END,
                               CASE WHEN period_to < today THEN period_to ELSE b.before_to END) AS r (restated_from, restated_to)
$$;
COMMENT ON FUNCTION stats.page_frame(date, date, date) IS 'The days of a page that follow from its period: to when it counts, the period before, the last '
    'twelve months, and the ended period that is compared with what was stored of it before a day. VI: Các mốc thời gian của trang: ngày tính đến, kỳ '
    'trước, 12 tháng gần nhất, kỳ đã công bố để so sánh.';

CREATE OR REPLACE FUNCTION stats.page_rates(offices text[], buckets text[], totals bigint[], of_profile text, period_from date, period_to date)
    RETURNS TABLE (office text, rate text, numerator bigint, denominator bigint, percent numeric, text_vi text, says_something boolean,
                   rule_doubt text)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    -- As stats.rates has them: from totals, and those that sum up days from the dossiers.
    SELECT f.office, f.rate, f.numerator, f.denominator, motcua.percent(f.numerator, f.denominator), r.text_vi,
           f.denominator > 0 AND r.rate IN (SELECT t.rate FROM motcua.term AS t JOIN motcua.bucket AS b ON b.bucket = t.bucket
                                            WHERE t.profile = of_profile AND b.event <> 'procedure'),
           motcua.rule_doubt(r.valid_from, r.valid_to, period_from, period_to)
    FROM (SELECT t.profile, t.rate, t.office, t.numerator, t.denominator FROM motcua.rates_of(offices, buckets, totals) AS t
          UNION ALL
          SELECT t.profile, t.rate, t.office, t.numerator, t.denominator FROM motcua.term_rates(period_from, period_to, of_profile) AS t) AS f
    JOIN motcua.rate AS r ON r.profile = f.profile AND r.rate = f.rate
    WHERE f.profile = of_profile
    ORDER BY f.office COLLATE "C", r.position, r.rate
$$;
COMMENT ON FUNCTION stats.page_rates(text[], text[], bigint[], text, date, date) IS 'All rates of a profile, of every office from the totals of its '
    'buckets, in their order: whether one says that the office has data, and what makes its rule doubtful. VI: Mọi tỷ lệ của một bộ quy tắc theo từng '
    'cơ quan, từ các ô đếm đã có.';

CREATE OR REPLACE FUNCTION stats.page_procedures(period_from date, period_to date, most integer)
    RETURNS TABLE (office text, code text, name text, received bigint, resolved bigint, late bigint, overdue bigint)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT l.office, l.procedure, p.name, l.received, l.resolved, l.resolved_late, l.pending_overdue
    FROM (SELECT c.*, row_number() OVER (PARTITION BY c.office ORDER BY c.resolved_late DESC, c.pending_overdue DESC, c.resolved DESC,
                                             c.procedure COLLATE "C") AS place
          FROM stats.procedure_counts(period_from, period_to) AS c WHERE c.procedure IS NOT NULL) AS l
    LEFT JOIN motcua.procedure AS p ON p.code = l.procedure
    WHERE l.place <= most
    ORDER BY l.office COLLATE "C", l.place
$$;
COMMENT ON FUNCTION stats.page_procedures(date, date, integer) IS 'Of every office and its subtree the so many procedures with most late, then most '
    'overdue, then most resolved dossiers. VI: Các thủ tục có nhiều hồ sơ quá hạn nhất của từng cơ quan.';

CREATE OR REPLACE FUNCTION stats.page_bands(period_to date)
    RETURNS TABLE (office text, band text, dossiers bigint)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    WITH told AS MATERIALIZED (
        SELECT b.office, b.band, b.dossiers FROM motcua.overdue_by_band(period_to, NULL, 'handling', 'then', motcua.today(), NULL) AS b
    )
    SELECT o.office, b.band, coalesce(t.dossiers, 0)
    FROM (SELECT DISTINCT t.office FROM told AS t) AS o
    CROSS JOIN motcua.overdue_band AS b
    LEFT JOIN told AS t ON t.office = o.office AND t.band = b.band
    ORDER BY o.office COLLATE "C", b.from_days
$$;
COMMENT ON FUNCTION stats.page_bands(date) IS 'Of every office that has some, with its subtree, the open and overdue dossiers at the end of a day by bands, '
    'as stats.pendency_bands has them. VI: Số hồ sơ đang giải quyết quá hạn của từng cơ quan theo khoảng số ngày.';

CREATE OR REPLACE FUNCTION stats.page_restated(period_from date, period_to date, of_profile text, published_by date)
    RETURNS TABLE (office text, figure text, text_vi text, is_rate boolean, published_numerator bigint, published_denominator bigint,
                   published_percent numeric, numerator bigint, denominator bigint, percent numeric, rule_changed boolean)
    LANGUAGE sql STABLE PARALLEL RESTRICTED
AS $$
    SELECT l.office, l.figure, coalesce(r.text_vi, b.text_vi), l.is_rate, l.published_numerator, l.published_denominator, l.published_percent,
           l.numerator, l.denominator, l.percent, coalesce(l.rule_changed, false)
    FROM stats.restated(period_from, period_to, of_profile, published_by) AS l
    LEFT JOIN motcua.rate AS r ON l.is_rate AND r.profile = of_profile AND r.rate = l.figure
    LEFT JOIN motcua.bucket AS b ON NOT l.is_rate AND b.bucket = l.figure
    WHERE (l.published_numerator, l.published_denominator) IS DISTINCT FROM (l.numerator, l.denominator) OR l.rule_changed
    ORDER BY l.office COLLATE "C", l.is_rate, r.position, l.figure
$$;
COMMENT ON FUNCTION stats.page_restated(date, date, text, date) IS 'Of what stats.restated compares, the figures that differ, with their words. VI: Các '
    'chỉ tiêu có số liệu hiện nay khác số liệu đã công bố.';

REVOKE ALL ON FUNCTION stats.missing_dossiers(text, date, date, text, text, text, text, date, bigint), stats.page_frame(date, date, date),
    stats.page_rates(text[], text[], bigint[], text, date, date), stats.page_procedures(date, date, integer), stats.page_bands(date),
    stats.page_restated(date, date, text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stats.missing_dossiers(text, date, date, text, text, text, text, date, bigint), stats.page_frame(date, date, date),
    stats.page_rates(text[], text[], bigint[], text, date, date), stats.page_procedures(date, date, integer), stats.page_bands(date),
    stats.page_restated(date, date, text, date) TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
