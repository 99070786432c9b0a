-- Deploy motcua:targets to pg
-- requires: payable
-- requires: terms
-- What authorities ask of their offices, as rows: a rate, how high or how low it has to be, for offices of a level, from when
-- until when. Whether it is met is decided on the integers of the rate, never on a percentage that was rounded.

BEGIN;

CREATE TABLE motcua.target (
    set text COLLATE "C" NOT NULL CHECK (set <> ''),
    level text NOT NULL CHECK (level IN ('province', 'department', 'district', 'commune', 'branch', 'reception_point', 'vertical')),
    figure text COLLATE "C" NOT NULL CHECK (figure <> ''),
    profile text COLLATE "C" NOT NULL DEFAULT 'report' REFERENCES motcua.profile (profile),
    position integer NOT NULL DEFAULT 0,
    direction text NOT NULL CHECK (direction IN ('at_least', 'at_most', 'growth')),
    value numeric CHECK (value >= 0),
    base_year integer CHECK (base_year BETWEEN 1900 AND 2999),
    growth_in text NOT NULL DEFAULT 'points' CHECK (growth_in IN ('points', 'percent')),
    no_rate text,
    text_en text,
    text_vi text,
    legal_source text NOT NULL,
    valid_from date,
    valid_to date,
    UNIQUE NULLS NOT DISTINCT (set, level, figure, valid_from),
    CHECK ((direction = 'growth') = (base_year IS NOT NULL)),
    CHECK (value IS NOT NULL OR no_rate IS NOT NULL),
    CHECK (valid_from <= valid_to)
);
COMMENT ON TABLE motcua.target IS 'Targets that authorities set for offices of a level. A target that was changed has a row for each of its times. VI: '
    'Các chỉ tiêu giao cho cơ quan theo cấp; chỉ tiêu thay đổi theo thời gian thì mỗi giai đoạn là một dòng.';
COMMENT ON COLUMN motcua.target.set IS 'Set that the target belongs to: a plan, a programme, a report. VI: Bộ chỉ tiêu: kế hoạch, chương trình, báo cáo.';
COMMENT ON COLUMN motcua.target.level IS 'Level of the offices that it holds for, as in motcua.office. VI: Cấp của cơ quan được giao chỉ tiêu.';
COMMENT ON COLUMN motcua.target.figure IS 'Rate that has to reach it; a name of its own where no_rate says why there is none. VI: Tỷ lệ phải đạt; tên '
    'riêng nếu không tính được.';
COMMENT ON COLUMN motcua.target.profile IS 'Profile that defines the rate. VI: Bộ quy tắc tính tỷ lệ.';
COMMENT ON COLUMN motcua.target.position IS 'Order in tables. VI: Thứ tự hiển thị.';
COMMENT ON COLUMN motcua.target.direction IS 'at_least or at_most so many percent, or growth: so much a year more than in the base year. VI: Không thấp '
    'hơn (at_least), không vượt quá (at_most), hoặc tăng mỗi năm so với năm gốc (growth).';
COMMENT ON COLUMN motcua.target.value IS 'Percent, or growth a year; null only where no_rate says why nothing is computed. VI: Mức phải đạt (%), hoặc '
    'mức tăng mỗi năm.';
COMMENT ON COLUMN motcua.target.base_year IS 'Of growth the year that it is counted from. VI: Năm gốc của chỉ tiêu tăng trưởng.';
COMMENT ON COLUMN motcua.target.growth_in IS 'Of growth, whether value is in percentage points (the usual) or in percent of the share of the base year. '
    'VI: Mức tăng tính theo điểm phần trăm (thường dùng) hoặc theo phần trăm của tỷ lệ năm gốc.';
COMMENT ON COLUMN motcua.target.no_rate IS 'Why it cannot be computed, in Vietnamese; it is listed all the same. VI: Lý do không tính được; chỉ tiêu vẫn '
    'được nêu.';
COMMENT ON COLUMN motcua.target.text_en IS 'Meaning in English; null: that of the rate. VI: Nội dung (tiếng Anh); trống thì theo tỷ lệ.';
COMMENT ON COLUMN motcua.target.text_vi IS 'Meaning in Vietnamese; null: that of the rate. VI: Nội dung; trống thì theo tỷ lệ.';
COMMENT ON COLUMN motcua.target.legal_source IS 'Where it is laid down. VI: Căn cứ.';
COMMENT ON COLUMN motcua.target.valid_from IS 'First day in force, where known. VI: Có hiệu lực từ.';
COMMENT ON COLUMN motcua.target.valid_to IS 'Last day in force. VI: Hết hiệu lực.';
GRANT SELECT ON motcua.target TO motcua_ingest, motcua_stats, motcua_analyst;

CREATE OR REPLACE FUNCTION motcua.check_target() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    PERFORM motcua.known('rate', new.figure, (SELECT array_agg(r.rate) FROM motcua.rate AS r WHERE r.profile = new.profile));
    RETURN new;
END;
$$;
COMMENT ON FUNCTION motcua.check_target() IS 'Refuses a target whose rate its profile does not have: it would never be met and nobody would know why. '
    'VI: Từ chối chỉ tiêu dùng tỷ lệ không có trong bộ quy tắc.';
REVOKE ALL ON FUNCTION motcua.check_target() FROM PUBLIC;
CREATE OR REPLACE TRIGGER check_target BEFORE INSERT OR UPDATE ON motcua.target FOR EACH ROW WHEN (new.no_rate IS NULL)
    EXECUTE FUNCTION motcua.check_target();

-- February ends on its last day in every year.
CREATE OR REPLACE FUNCTION motcua.same_days(first_day date, last_day date, years integer, OUT from_day date, OUT to_day date)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((first_day - make_interval(years => years))::date,
            CASE WHEN first_day < last_day AND extract(day FROM last_day + 1) = 1
                 THEN (last_day + 1 - make_interval(years => years))::date - 1
                 ELSE (last_day - make_interval(years => years))::date END);
COMMENT ON FUNCTION motcua.same_days(date, date, integer)
    IS 'The same days some years before; a period that ends with a month ends with it there too. VI: Cùng kỳ của một số năm trước.';

-- Half away from zero, so that a change there and back again comes to nothing.
CREATE OR REPLACE FUNCTION motcua.points_between(numerator bigint, denominator bigint, other_numerator bigint, other_denominator bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN denominator > 0 AND other_denominator > 0 THEN
        sign(numerator::numeric * other_denominator - other_numerator::numeric * denominator)
        * round(div(20000 * abs(numerator::numeric * other_denominator - other_numerator::numeric * denominator)
                        + denominator::numeric * other_denominator,
                    2 * denominator::numeric * other_denominator) / 100, 2)
    END;
COMMENT ON FUNCTION motcua.points_between(bigint, bigint, bigint, bigint) IS 'How many percentage points a rate is above another one, rounded half away '
    'from zero once from the integers; null when either denominator is empty. VI: Chênh lệch giữa hai tỷ lệ theo điểm phần trăm, làm tròn một lần từ '
    'số nguyên; trống nếu một mẫu số rỗng.';

-- A fraction, since a third has no last digit.
CREATE OR REPLACE FUNCTION motcua.required(t motcua.target, years integer, base_numerator bigint, base_denominator bigint, OUT numerator numeric,
    OUT denominator numeric)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (CASE
        WHEN t.direction <> 'growth' THEN t.value
        WHEN years > 0 AND base_denominator > 0 THEN least(100::numeric * base_denominator, CASE t.growth_in
            WHEN 'points' THEN 100 * base_numerator + t.value * years * base_denominator
            ELSE base_numerator * (100 + t.value * years) END)
    END, CASE
        WHEN t.direction <> 'growth' THEN 100::numeric
        WHEN years > 0 AND base_denominator > 0 THEN 100::numeric * base_denominator
    END);
COMMENT ON FUNCTION motcua.required(motcua.target, integer, bigint, bigint) IS 'The share that a target asks for, as a fraction. Growth: the share of the '
    'base year and for each year since then so many points, or so many percent of it, and never more than all; null without data of the base year, '
    'or before a year has passed. VI: Tỷ lệ phải đạt dưới dạng phân số; chỉ tiêu tăng: tỷ lệ năm gốc cộng mức tăng của từng năm, không quá 100 %; '
    'trống nếu không có dữ liệu năm gốc.';

CREATE OR REPLACE FUNCTION motcua.target_state(direction text, numerator bigint, denominator bigint, required_numerator numeric,
    required_denominator numeric) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE CASE WHEN denominator > 0 THEN
            sign(numerator * required_denominator - required_numerator * denominator) * CASE WHEN direction = 'at_most' THEN -1 ELSE 1 END END
        WHEN 1 THEN 'exceeded' WHEN 0 THEN 'met' WHEN -1 THEN 'not_met' ELSE 'not_enough_data' END;
COMMENT ON FUNCTION motcua.target_state(text, bigint, bigint, numeric, numeric) IS 'met: exactly what is asked for; exceeded: better, however little; '
    'not_met; not_enough_data: an empty denominator, here or in the base year. VI: Đạt (đúng mức), vượt (tốt hơn mức), chưa đạt, chưa đủ dữ liệu.';

CREATE OR REPLACE FUNCTION motcua.targets_on(on_day date, of_set text DEFAULT NULL) RETURNS SETOF motcua.target
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT DISTINCT ON (t.set, t.level, t.figure) t.*
    FROM motcua.target AS t
    WHERE (of_set IS NULL OR t.set = (SELECT motcua.known('set of targets', of_set, array_agg(DISTINCT k.set)) FROM motcua.target AS k))
    ORDER BY t.set, t.level, t.figure, motcua.distance_from_force(t.valid_from, t.valid_to, on_day)
$$;
COMMENT ON FUNCTION motcua.targets_on(date, text) IS 'Targets of a set, or of all, each as it is in force on a day, or else was last. VI: Các chỉ tiêu '
    'có hiệu lực vào một ngày (hoặc gần nhất) của một bộ chỉ tiêu, hoặc của tất cả.';

CREATE OR REPLACE FUNCTION motcua.level_order(level text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN array_position('{province,department,district,commune,branch,reception_point,vertical}', level);
COMMENT ON FUNCTION motcua.level_order(text) IS 'Place of a level of offices, the highest first. VI: Thứ tự cấp cơ quan, từ cao xuống thấp.';

REVOKE ALL ON FUNCTION motcua.level_order(text), motcua.same_days(date, date, integer), motcua.points_between(bigint, bigint, bigint, bigint),
    motcua.required(motcua.target, integer, bigint, bigint), motcua.target_state(text, bigint, bigint, numeric, numeric),
    motcua.targets_on(date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.level_order(text), motcua.same_days(date, date, integer), motcua.points_between(bigint, bigint, bigint, bigint),
    motcua.required(motcua.target, integer, bigint, bigint), motcua.target_state(text, bigint, bigint, numeric, numeric),
    motcua.targets_on(date, text) TO motcua_ingest, motcua_stats, motcua_analyst;

CREATE OR REPLACE FUNCTION stats.targets(period_from date, period_to date, target_set text DEFAULT NULL, for_office text DEFAULT NULL,
    against daterange[] DEFAULT '{}', by_office text DEFAULT 'handling', tree text DEFAULT 'then', today date DEFAULT motcua.today(),
    known_run bigint DEFAULT NULL)
    RETURNS TABLE (office text, name text, level text, set text, figure text, profile text, direction text, value numeric, base_year integer,
                   growth_in text, place integer, from_day date, to_day date, required numeric, numerator bigint, denominator bigint,
                   percent numeric, state text, change_points numeric, doubt text, no_rate text, text_en text, text_vi text, legal_source text,
                   valid_from date, valid_to date, "position" integer)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH period AS (
        SELECT 0 AS place, period_from AS from_day, period_to AS to_day
        UNION ALL
        SELECT a.place::integer, lower(a.days), upper(a.days) - 1 FROM unnest(against) WITH ORDINALITY AS a (days, place)
    ), wanted AS MATERIALIZED (
        -- Each period has its own target, of those that there are for the first one.
        SELECT p.place, p.from_day, p.to_day, t AS target, extract(year FROM p.to_day)::integer - t.base_year AS years, s.from_day AS base_from,
               s.to_day AS base_to
        FROM motcua.targets_on(least(period_to, today), target_set) AS k
        CROSS JOIN period AS p
        JOIN LATERAL motcua.targets_on(least(p.to_day, today), k.set) AS t ON t.level = k.level AND t.figure = k.figure
        LEFT JOIN LATERAL motcua.same_days(p.from_day, least(p.to_day, today), extract(year FROM p.to_day)::integer - t.base_year) AS s
            ON p.from_day <= today
        WHERE target_set IS NOT NULL
           OR coalesce(k.valid_from <= least(period_to, today), true) AND coalesce(k.valid_to >= least(period_to, today), true)
    ), days AS MATERIALIZED (
        SELECT w.from_day, w.to_day FROM wanted AS w
        UNION
        SELECT w.base_from, w.base_to FROM wanted AS w WHERE w.years > 0 AND (w.target).no_rate IS NULL AND w.base_from IS NOT NULL
    ), asked AS MATERIALIZED (
        SELECT DISTINCT k.profile, k.rate, k.measure FROM wanted AS w JOIN motcua.rate AS k ON k.profile = (w.target).profile
            AND k.rate = (w.target).figure
    ), found AS MATERIALIZED (
        SELECT d.from_day, d.to_day, r.profile, r.rate, r.office, r.numerator, r.denominator
        FROM days AS d CROSS JOIN LATERAL motcua.rates(d.from_day, d.to_day, by_office, tree, today, known_run) AS r
        WHERE (for_office IS NULL OR r.office = for_office) AND (r.profile, r.rate) IN (SELECT a.profile, a.rate FROM asked AS a)
        UNION ALL
        SELECT d.from_day, d.to_day, r.profile, r.rate, r.office, r.numerator, r.denominator
        FROM days AS d CROSS JOIN (SELECT DISTINCT a.profile FROM asked AS a WHERE a.measure = 'working_days') AS a
        CROSS JOIN LATERAL motcua.term_rates(d.from_day, d.to_day, a.profile, for_office, by_office, tree, today, known_run) AS r
    ), answer AS (
        SELECT o.code, o.name, w.place, w.from_day, w.to_day, w.target, n.numerator, n.denominator, q.numerator AS required_numerator,
               q.denominator AS required_denominator
        FROM wanted AS w
        JOIN motcua.office AS o ON o.level = (w.target).level
        LEFT JOIN found AS n ON n.from_day = w.from_day AND n.to_day = w.to_day AND n.office = o.code
            AND n.profile = (w.target).profile AND n.rate = (w.target).figure AND (w.target).no_rate IS NULL
        LEFT JOIN found AS b ON b.from_day = w.base_from AND b.to_day = w.base_to AND b.office = o.code
            AND b.profile = (w.target).profile AND b.rate = (w.target).figure AND (w.target).no_rate IS NULL
        LEFT JOIN LATERAL motcua.required(w.target, w.years, b.numerator, b.denominator) AS q ON true
        WHERE (SELECT motcua.is_office(for_office)) AND (for_office IS NULL OR o.code = for_office)
    )
    SELECT a.code, a.name, (a.target).level, (a.target).set, (a.target).figure, (a.target).profile, (a.target).direction, (a.target).value,
           (a.target).base_year, CASE WHEN (a.target).direction = 'growth' THEN (a.target).growth_in END, a.place, a.from_day, a.to_day,
           round(div(20000 * a.required_numerator + a.required_denominator, 2 * a.required_denominator) / 100, 2),
           a.numerator, a.denominator, motcua.percent(a.numerator, a.denominator),
           motcua.target_state((a.target).direction, a.numerator, a.denominator, a.required_numerator, a.required_denominator),
           CASE WHEN a.place > 0 THEN motcua.points_between(f.numerator, f.denominator, a.numerator, a.denominator) END,
           motcua.rule_doubt((a.target).valid_from, (a.target).valid_to, least(a.to_day, today), least(a.to_day, today)), (a.target).no_rate,
           coalesce((a.target).text_en, r.text_en), coalesce((a.target).text_vi, r.text_vi), (a.target).legal_source, (a.target).valid_from,
           (a.target).valid_to, (f.target).position
    FROM answer AS a
    JOIN answer AS f ON f.place = 0 AND f.code = a.code AND ((f.target).set, (f.target).figure) = ((a.target).set, (a.target).figure)
    LEFT JOIN motcua.rate AS r ON r.profile = (a.target).profile AND r.rate = (a.target).figure
    ORDER BY motcua.level_order((a.target).level), a.code, (a.target).set, (f.target).position, (a.target).figure, a.place
$$;
COMMENT ON FUNCTION stats.targets(date, date, text, text, daterange[], text, text, date, bigint) IS
    'Every target with what offices of its level have reached in a period (place 0) and in others (place 1 and so on), one row each: the percentage '
    'required, the rate, met, exceeded, not_met or not_enough_data, and how many points the period is above the other one. A set by its name, or '
    'all targets that are in force on the last day of the period. VI: Kết quả thực hiện chỉ tiêu của từng cơ quan theo cấp trong kỳ và các kỳ so '
    'sánh: mức phải đạt, kết quả, đánh giá, tăng giảm theo điểm phần trăm.';
REVOKE ALL ON FUNCTION stats.targets(date, date, text, text, daterange[], text, text, date, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stats.targets(date, date, text, text, daterange[], text, text, date, bigint) TO motcua_ingest, motcua_stats, motcua_analyst;

-- A city, a province and two communes, as their papers print them; a yearly plan ends with its year. What no dossier tells is
-- listed with the reason, so that nobody takes the rest for the whole.
INSERT INTO motcua.target (set, level, legal_source, valid_from, valid_to, position, figure, direction, value, base_year, no_rate, text_en, text_vi)
SELECT p.set, p.level, p.legal_source, p.valid_from, p.valid_to, t.place, t.figure, t.direction, t.value, t.base_year, t.no_rate, t.text_en, t.text_vi
FROM (VALUES
    ('thanh-pho-2023', 'district', 'Phụ lục kết quả thực hiện các chỉ tiêu cải cách hành chính năm 2022, 2023 của thành phố', date '2022-01-01',
        NULL::date),
    ('ctr-09-tu', 'province', 'Phụ lục kết quả thực hiện Chương trình hành động 09-CTr/TU', '2022-01-01', NULL),
    ('tinh-chau-2024', 'commune', 'Báo cáo 6 tháng đầu năm 2024 của UBND xã Tịnh Châu, thành phố Quảng Ngãi', '2023-12-07', '2024-12-31'),
    ('phu-phuong-2024', 'commune', 'Kế hoạch 78/KH-UBND ngày 07/6/2024 của UBND xã Phú Phương, huyện Ba Vì, Hà Nội', '2024-01-01', '2024-12-31')
) AS p (set, level, legal_source, valid_from, valid_to)
JOIN (VALUES
    ('thanh-pho-2023', 1, 'payment_enabled', 'at_least', 96::numeric, NULL::integer, NULL,
        'dossiers with a fee that could be paid online', 'Hồ sơ có phí, lệ phí được thanh toán trực tuyến'),
    ('thanh-pho-2023', 2, 'payment_used', 'at_least', 90, NULL, NULL,
        'of these, dossiers that were paid online', 'Trong đó hồ sơ phát sinh giao dịch thanh toán trực tuyến'),
    ('thanh-pho-2023', 3, 'postal', 'growth', 5, 2020, NULL,
        'dossiers received by post, growth a year against 2020', 'Hồ sơ tiếp nhận qua bưu chính công ích, tăng mỗi năm so với năm 2020'),
    ('thanh-pho-2023', 4, 'handled_in_network', 'at_least', 100, NULL,
        'nguồn chỉ có hồ sơ đã vào hệ thống một cửa, không có hồ sơ, công việc xử lý ngoài hệ thống',
        'dossiers and papers handled in the network', 'Hồ sơ, công việc được xử lý trên môi trường mạng'),
    ('ctr-09-tu', 1, 'online', 'at_least', 50, NULL, NULL, 'dossiers received online', 'Hồ sơ tiếp nhận trực tuyến'),
    ('ctr-09-tu', 2, 'full_process_procedures', 'at_least', 100, NULL, NULL,
        'eligible procedures offered as a full process', 'Thủ tục đủ điều kiện được cung cấp trực tuyến toàn trình'),
    ('ctr-09-tu', 3, 'services_integrated', 'at_least', 50, NULL,
        'danh mục thủ tục không ghi dịch vụ nào đã tích hợp lên Cổng Dịch vụ công quốc gia',
        'services integrated into the national portal', 'Dịch vụ công trực tuyến tích hợp lên Cổng Dịch vụ công quốc gia'),
    ('tinh-chau-2024', 1, 'late', 'at_most', 3, NULL, NULL, 'dossiers resolved late', 'Hồ sơ giải quyết quá hạn'),
    ('tinh-chau-2024', 2, 'results_digitised', 'at_least', 75, NULL, NULL, 'results digitised', 'Số hóa kết quả giải quyết'),
    ('tinh-chau-2024', 3, 'components_digitised', 'at_least', 75, NULL, NULL, 'documents digitised', 'Số hóa thành phần hồ sơ khi tiếp nhận'),
    ('tinh-chau-2024', 4, 'level_3_4_online', 'at_least', 100, NULL,
        'tính theo mức độ 3 và 4 cũ của 51 thủ tục; danh mục thủ tục nay phân biệt một phần và toàn trình',
        'dossiers of services of level 3 and 4 handled online', 'Hồ sơ của 51 thủ tục mức độ 3, mức độ 4 được xử lý trực tuyến'),
    ('phu-phuong-2024', 1, 'apology', 'at_least', 100, NULL, NULL,
        'letters of apology for what is late or has errors', 'Hồ sơ quá hạn, sai sót có văn bản xin lỗi'),
    ('phu-phuong-2024', 2, 'feedback_on_time', 'at_least', 100, NULL, NULL,
        'feedback answered in time', 'Phản ánh, kiến nghị được xử lý đúng hạn'),
    ('phu-phuong-2024', 3, 'feedback_published', 'at_least', 100, NULL,
        'chưa có tỷ lệ tính theo ngày công khai kết quả xử lý', 'handled feedback published in time',
        'Phản ánh, kiến nghị đã xử lý được công khai kịp thời'),
    ('phu-phuong-2024', 4, 'par_index', 'at_least', NULL, NULL,
        'tính bằng điểm của cả bộ tiêu chí, phần lớn không tính từ hồ sơ; lệnh points --scoring ha-noi-2023 chấm phần tính được',
        'index of administrative reform, at least 92.00 points', 'Chỉ số cải cách hành chính đạt từ 92,00 điểm')
) AS t (set, place, figure, direction, value, base_year, no_rate, text_en, text_vi) ON t.set = p.set;

COMMIT;
