-- Deploy motcua:mail_texts to pg
-- requires: digests
-- requires: procedure_versions
-- requires: targets
-- What e-mails say around the figures, in the words of the province, and by the decree in force on the day.

BEGIN;

CREATE TABLE motcua.mail_text (
    name text COLLATE "C" NOT NULL CHECK (name ~ '^[a-z_]+$'),
    language text COLLATE "C" NOT NULL CHECK (language IN ('vi', 'en')),
    "position" integer NOT NULL DEFAULT 1,
    text text NOT NULL CHECK (text <> '' AND text !~ '[[:cntrl:]]'),
    legal_source text,
    valid_from date,
    valid_to date CHECK (valid_to >= valid_from),
    UNIQUE NULLS NOT DISTINCT (name, language, "position", valid_from)
);
COMMENT ON TABLE motcua.mail_text IS 'Template of the e-mails: a province words it as it likes, and what a new decree asks is a new row. A word in braces '
    'stands for its value, such as {office}. VI: Mẫu thư; địa phương sửa câu chữ, văn bản mới thì thêm dòng mới. Từ trong ngoặc nhọn được thay '
    'bằng số liệu, ví dụ {office}.';
COMMENT ON COLUMN motcua.mail_text.name IS 'Place in the e-mail. VI: Vị trí trong thư.';
COMMENT ON COLUMN motcua.mail_text.language IS 'Language of the recipient. VI: Ngôn ngữ.';
COMMENT ON COLUMN motcua.mail_text.position IS 'Order among texts of the same place. VI: Thứ tự.';
COMMENT ON COLUMN motcua.mail_text.text IS 'Text. VI: Nội dung.';
COMMENT ON COLUMN motcua.mail_text.legal_source IS 'Legal source. VI: Căn cứ pháp lý.';
COMMENT ON COLUMN motcua.mail_text.valid_from IS 'First day; null: always. VI: Ngày bắt đầu áp dụng.';
COMMENT ON COLUMN motcua.mail_text.valid_to IS 'Last day; null: no end. VI: Ngày cuối áp dụng.';

INSERT INTO motcua.mail_text (name, language, "position", text, legal_source, valid_from, valid_to) VALUES
    ('title', 'vi', 1, 'Tình hình giải quyết hồ sơ · {day}', NULL, NULL, NULL),
    ('title', 'en', 1, 'Handling of dossiers · {day}', NULL, NULL, NULL),
    ('crossing', 'vi', 1, 'Mới vượt ngưỡng {threshold}', NULL, NULL, NULL),
    ('crossing', 'en', 1, 'Newly above the ceiling of {threshold}', NULL, NULL, NULL),
    ('step', 'vi', 1, 'Đã vượt mức {step}', NULL, NULL, NULL),
    ('step', 'en', 1, 'Now above {step}', NULL, NULL, NULL),
    ('above', 'vi', 1, 'Vẫn trên ngưỡng {threshold} từ {since}', NULL, NULL, NULL),
    ('above', 'en', 1, 'Still above the ceiling of {threshold}, since {since}', NULL, NULL, NULL),
    ('escalation', 'vi', 1, 'Trên ngưỡng từ {since}, chưa giảm và chưa tiếp nhận xử lý; báo cơ quan cấp trên', NULL, NULL, NULL),
    ('escalation', 'en', 1, 'Above the ceiling since {since}, has not fallen, and nobody has acknowledged it; the office above is told', NULL, NULL, NULL),
    ('below', 'vi', 1, '{office}: {rate}, đã trở về dưới ngưỡng', NULL, NULL, NULL),
    ('below', 'en', 1, '{office}: {rate}, back below the ceiling', NULL, NULL, NULL),
    ('rate', 'vi', 1, 'quá hạn {fraction}, ngưỡng {threshold}', NULL, NULL, NULL),
    ('rate', 'en', 1, 'late {fraction}, ceiling {threshold}', NULL, NULL, NULL),
    ('rose', 'vi', 1, '▲ {change} điểm so tuần trước', NULL, NULL, NULL),
    ('rose', 'en', 1, '▲ {change} points since last week', NULL, NULL, NULL),
    ('fell', 'vi', 1, '▼ {change} điểm so tuần trước', NULL, NULL, NULL),
    ('fell', 'en', 1, '▼ {change} points since last week', NULL, NULL, NULL),
    ('same', 'vi', 1, 'không đổi so tuần trước', NULL, NULL, NULL),
    ('same', 'en', 1, 'as last week', NULL, NULL, NULL),
    ('over', 'vi', 1, 'Đã vượt {over} hồ sơ; cần thêm {needed} hồ sơ đúng hạn để trở về ngưỡng', NULL, NULL, NULL),
    ('over', 'en', 1, '{over} dossiers too many; {needed} more in time bring it back to the ceiling', NULL, NULL, NULL),
    ('over_for_good', 'vi', 1, 'Đã vượt {over} hồ sơ', NULL, NULL, NULL),
    ('over_for_good', 'en', 1, '{over} dossiers too many', NULL, NULL, NULL),
    ('room', 'vi', 1, 'Số hồ sơ còn lại trước khi vượt ngưỡng: {room}', NULL, NULL, NULL),
    ('room', 'en', 1, 'Late dossiers left before the ceiling: {room}', NULL, NULL, NULL),
    ('most', 'vi', 1, 'Nhiều nhất: {procedures}', NULL, NULL, NULL),
    ('most', 'en', 1, 'Most: {procedures}', NULL, NULL, NULL),
    ('acknowledged', 'vi', 1, 'Đang xử lý: {note}', NULL, NULL, NULL),
    ('acknowledged', 'en', 1, 'Being dealt with: {note}', NULL, NULL, NULL),
    ('doubts', 'vi', 1, 'Số liệu có thể chưa đủ: {doubts}', NULL, NULL, NULL),
    ('doubts', 'en', 1, 'Figures may be incomplete: {doubts}', NULL, NULL, NULL),
    ('open_page', 'vi', 1, 'Xem chi tiết', NULL, NULL, NULL),
    ('open_page', 'en', 1, 'Show details', NULL, NULL, NULL),
    ('all_offices', 'vi', 1, '{count} cơ quan trên ngưỡng', NULL, NULL, NULL),
    ('all_offices', 'en', 1, '{count} offices above the ceiling', NULL, NULL, NULL),
    ('others', 'vi', 1, 'và {count} cơ quan khác', NULL, NULL, NULL),
    ('others', 'en', 1, 'and {count} other offices', NULL, NULL, NULL),
    ('small', 'vi', 1, 'Chưa xét vì mới giải quyết dưới {count} hồ sơ: {offices}', NULL, NULL, NULL),
    ('small', 'en', 1, 'Not judged, fewer than {count} dossiers resolved: {offices}', NULL, NULL, NULL),
    ('latest', 'vi', 1, 'Hồ sơ quá hạn nhiều ngày nhất', NULL, NULL, NULL),
    ('latest', 'en', 1, 'The latest dossiers', NULL, NULL, NULL),
    ('days_late', 'vi', 1, 'quá hạn {days} ngày', NULL, NULL, NULL),
    ('days_late', 'en', 1, '{days} days late', NULL, NULL, NULL),
    ('dates', 'vi', 1, 'Hẹn trả {due}, kết thúc {closed}', NULL, NULL, NULL),
    ('dates', 'en', 1, 'Due {due}, closed {closed}', NULL, NULL, NULL),
    ('letter_sent', 'vi', 1, 'văn bản xin lỗi: ngày {day}', NULL, NULL, NULL),
    ('letter_sent', 'en', 1, 'letter of apology: {day}', NULL, NULL, NULL),
    ('letter_none', 'vi', 1, 'văn bản xin lỗi: chưa có', NULL, NULL, NULL),
    ('letter_none', 'en', 1, 'letter of apology: none', NULL, NULL, NULL),
    ('more_dossiers', 'vi', 1, 'và {count} hồ sơ khác', NULL, NULL, NULL),
    ('more_dossiers', 'en', 1, 'and {count} other dossiers', NULL, NULL, NULL),
    ('attached', 'vi', 1, 'Kèm theo: {file} ({count} hồ sơ)', NULL, NULL, NULL),
    ('attached', 'en', 1, 'Attached: {file} ({count} dossiers)', NULL, NULL, NULL),
    ('back', 'vi', 1, 'Đã trở về dưới ngưỡng', NULL, NULL, NULL),
    ('back', 'en', 1, 'Back below the ceiling', NULL, NULL, NULL),
    ('letters', 'vi', 1, 'Phải có văn bản xin lỗi trước ngày hẹn: {count} hồ sơ', NULL, NULL, NULL),
    ('letters', 'en', 1, 'Letters of apology that must go out before the due day: {count}', NULL, NULL, NULL),
    ('letter_line', 'vi', 1, 'hạn gửi {by}; hẹn trả {due}', NULL, NULL, NULL),
    ('letter_line', 'en', 1, 'by {by}; due {due}', NULL, NULL, NULL),
    ('week', 'vi', 1, 'Tuần này: {due} hồ sơ đến hạn, {overdue} hồ sơ đang quá hạn', NULL, NULL, NULL),
    ('week', 'en', 1, 'This week: {due} dossiers fall due, {overdue} are overdue', NULL, NULL, NULL),
    ('week_office', 'vi', 1, '{office}: đến hạn {due}, đang quá hạn {overdue}', NULL, NULL, NULL),
    ('week_office', 'en', 1, '{office}: due {due}, overdue {overdue}', NULL, NULL, NULL),
    ('silent', 'vi', 1, 'Cơ quan không có dữ liệu mới', NULL, NULL, NULL),
    ('silent', 'en', 1, 'Offices without new data', NULL, NULL, NULL),
    ('silent_office', 'vi', 1, '{office}: hồ sơ tiếp nhận gần nhất ngày {since}, thường {count} hồ sơ mỗi tuần', NULL, NULL, NULL),
    ('silent_office', 'en', 1, '{office}: last dossier received on {since}, usually {count} a week', NULL, NULL, NULL),
    ('pipeline', 'vi', 1, 'Vận hành hệ thống', NULL, NULL, NULL),
    ('pipeline', 'en', 1, 'The system', NULL, NULL, NULL),
    ('todo', 'vi', 1, 'Việc cần làm', NULL, NULL, NULL),
    ('todo', 'en', 1, 'What to do', NULL, NULL, NULL),
    ('advice', 'vi', 1, 'Hồ sơ đang giải quyết có nguy cơ quá hạn: gửi văn bản xin lỗi, hẹn lại ngày trả kết quả trước ngày hẹn ít nhất 01 ngày.',
        'Nghị định 61/2018/NĐ-CP, Điều 19.9', '2018-06-21', '2025-06-30'),
    ('advice', 'en', 1, 'Open dossiers at risk: send the letter of apology with a new appointment at least one day before the due day.',
        'Decree 61/2018/ND-CP, art. 19.9', '2018-06-21', '2025-06-30'),
    ('advice', 'vi', 1, 'Hồ sơ đang giải quyết có nguy cơ quá hạn: chậm nhất 01 ngày trước ngày hẹn trả, gửi văn bản xin lỗi và hẹn lại ngày trả kết quả '
        '(mẫu số 04).', 'Nghị định 118/2025/NĐ-CP, Thông tư 03/2025/TT-VPCP', '2025-07-01', NULL),
    ('advice', 'en', 1, 'Open dossiers at risk: at the latest one day before the due day send the letter of apology with a new appointment (form 04).',
        'Decree 118/2025/ND-CP, Circular 03/2025/TT-VPCP', '2025-07-01', NULL),
    ('advice', 'vi', 2, 'Hồ sơ đã quá hạn mà chưa có văn bản xin lỗi: gửi ngay và cập nhật vào hệ thống một cửa.', NULL, NULL, NULL),
    ('advice', 'en', 2, 'Late dossiers without a letter of apology: send it now, and enter it into the one-stop system.', NULL, NULL, NULL),
    ('advice', 'vi', 3, 'Thủ tục thường xuyên quá hạn: rà soát quy trình nội bộ, quy trình điện tử, phân công và thời gian của từng bước.', NULL, NULL, NULL),
    ('advice', 'en', 3, 'Procedures that are often late: review internal and electronic process, who does what, and the time of each step.', NULL, NULL, NULL),
    ('advice', 'vi', 4, 'Kết quả đã trả đúng hạn nhưng cập nhật kết thúc trên hệ thống chậm: chỉ báo cáo trường hợp có tài liệu chứng minh; không sửa '
        'ngày trên hệ thống.', NULL, NULL, NULL),
    ('advice', 'en', 4, 'Results handed over in time, but closed late in the system: report only cases with proof; change no date in the system.', NULL, NULL,
        NULL),
    ('basis', 'vi', 1, 'Căn cứ: {sources}', NULL, NULL, NULL),
    ('basis', 'en', 1, 'Legal basis: {sources}', NULL, NULL, NULL),
    ('rule', 'vi', 1, 'Cách tính: {rule}, từ {from} đến {to}', NULL, NULL, NULL),
    ('rule', 'en', 1, 'Rule: {rule}, from {from} to {to}', NULL, NULL, NULL),
    ('moment', 'vi', 1, 'Thời điểm tổng hợp số liệu: {moment}', NULL, NULL, NULL),
    ('moment', 'en', 1, 'Computed: {moment}', NULL, NULL, NULL),
    ('why', 'vi', 1, 'Thư tự động gửi đến {address} vì địa chỉ này được đăng ký nhận tin về: {scope}. Muốn thay đổi, đề nghị liên hệ quản trị hệ thống.', NULL,
        NULL, NULL),
    ('why', 'en', 1, 'Sent automatically to {address}, which is registered for: {scope}. To change that, ask the operator.', NULL, NULL, NULL),
    ('scope_all', 'vi', 1, 'mọi cơ quan', NULL, NULL, NULL),
    ('scope_all', 'en', 1, 'all offices', NULL, NULL, NULL),
    ('subject_one', 'vi', 1, '{office}: {percent}, ngưỡng {threshold}', NULL, NULL, NULL),
    ('subject_one', 'en', 1, '{office}: {percent}, ceiling {threshold}', NULL, NULL, NULL),
    ('subject_many', 'vi', 1, '{count} cơ quan vượt {threshold}, cao nhất {percent}', NULL, NULL, NULL),
    ('subject_many', 'en', 1, '{count} offices above {threshold}, highest {percent}', NULL, NULL, NULL),
    ('subject_escalation', 'vi', 1, '{office}: {percent}, chưa giảm', NULL, NULL, NULL),
    ('subject_escalation', 'en', 1, '{office}: {percent}, not falling', NULL, NULL, NULL),
    ('subject_letters', 'vi', 1, '{count} hồ sơ cần văn bản xin lỗi hôm nay', NULL, NULL, NULL),
    ('subject_letters', 'en', 1, '{count} letters of apology due today', NULL, NULL, NULL),
    ('subject_week', 'vi', 1, 'Tuần này {due} hồ sơ đến hạn, {overdue} đang quá hạn', NULL, NULL, NULL),
    ('subject_week', 'en', 1, 'This week {due} dossiers due, {overdue} overdue', NULL, NULL, NULL),
    ('subject_below', 'vi', 1, '{count} cơ quan trở về dưới ngưỡng {threshold}', NULL, NULL, NULL),
    ('subject_below', 'en', 1, '{count} offices back below {threshold}', NULL, NULL, NULL),
    ('subject_silent', 'vi', 1, '{count} cơ quan không có dữ liệu mới', NULL, NULL, NULL),
    ('subject_silent', 'en', 1, '{count} offices without new data', NULL, NULL, NULL),
    ('subject_pipeline', 'vi', 1, 'Vận hành: {count} việc cần xem', NULL, NULL, NULL),
    ('subject_pipeline', 'en', 1, 'System: {count} things to look at', NULL, NULL, NULL),
    ('subject_test', 'vi', 1, 'Thư kiểm tra', NULL, NULL, NULL),
    ('subject_test', 'en', 1, 'Test e-mail', NULL, NULL, NULL),
    ('test', 'vi', 1, 'Thư kiểm tra: nếu đọc được thư này, máy chủ thư và địa chỉ đã khai báo đúng.', NULL, NULL, NULL),
    ('test', 'en', 1, 'A test: whoever reads this gets the e-mails.', NULL, NULL, NULL),
    ('nothing', 'vi', 1, 'Hôm nay không có nội dung cần báo.', NULL, NULL, NULL),
    ('nothing', 'en', 1, 'There is nothing to tell today.', NULL, NULL, NULL);

-- Of the rows in force the newest, so that an older one need not be ended.
CREATE OR REPLACE FUNCTION motcua.mail_texts(in_language text, on_day date DEFAULT motcua.today())
    RETURNS TABLE (name text, "position" integer, text text, legal_source text)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    SELECT DISTINCT ON (t.name, t."position") t.name, t."position", t.text, t.legal_source
    FROM motcua.mail_text AS t
    WHERE t.language = in_language AND coalesce(t.valid_from <= on_day, true) AND coalesce(t.valid_to >= on_day, true)
    ORDER BY t.name, t."position", t.valid_from DESC NULLS LAST
$$;
COMMENT ON FUNCTION motcua.mail_texts(text, date) IS 'The texts of e-mails in a language that are in force on a day. VI: Câu chữ của thư đang áp dụng vào '
    'một ngày.';

CREATE OR REPLACE FUNCTION motcua.digest_offices(offices text[], of_profile text, late_percent numeric, year_start text DEFAULT '01-01')
    RETURNS TABLE (office text, name text, period_from date, period_to date, counted_to date, since date, ended_on date, step numeric,
                   numerator bigint, denominator bigint, percent numeric, change_points numeric, room bigint, needed bigint, acknowledged boolean,
                   note text, procedures text, doubts text)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    WITH state AS MATERIALIZED (
        SELECT a.*, motcua.is_acknowledged(a, motcua.today()) AS acknowledged
        FROM stats.alert_state AS a JOIN motcua.year_of(motcua.today(), year_start) AS y ON y.period_from = a.period_from
        WHERE a.office = ANY (offices)
    ), year AS MATERIALIZED (
        SELECT y.*, (SELECT max(p.run_id) FROM stats.publication AS p
                     WHERE p.period_from = y.period_from AND p.period_to = y.period_to AND p.counted_to <= motcua.today() - 7) AS week_ago
        FROM motcua.year_of(motcua.today(), year_start) AS y WHERE EXISTS (SELECT FROM state)
    ), before AS MATERIALIZED (
        SELECT r.office, r.numerator, r.denominator
        FROM year AS y CROSS JOIN LATERAL motcua.published_rates(y.period_from, y.period_to, of_profile, y.week_ago) AS r WHERE r.rate = 'late'
    ), blamed AS (
        SELECT c.office, c.late, coalesce(p.name, c.procedure) AS name,
               row_number() OVER (PARTITION BY c.office ORDER BY c.late DESC, c.procedure COLLATE "C") AS place
        FROM (SELECT k.office, k.procedure, sum(CASE t.bucket WHEN 'pending_overdue' THEN k.pending_overdue ELSE k.resolved_late END) AS late
              FROM year AS y CROSS JOIN LATERAL stats.procedure_counts(y.period_from, y.period_to) AS k
              JOIN motcua.term AS t ON t.profile = of_profile AND t.rate = 'late' AND t.in_numerator
                  AND t.bucket IN ('resolved_late', 'pending_overdue')
              WHERE k.office = ANY (offices) AND k.procedure IS NOT NULL
              GROUP BY k.office, k.procedure) AS c
        LEFT JOIN motcua.procedure AS p ON p.code = c.procedure
        WHERE c.late > 0
    ), doubted AS (
        SELECT d.office, string_agg(d.reason, '; ' ORDER BY d.kind, d.source) AS reasons
        FROM year AS y CROSS JOIN LATERAL stats.doubts(y.period_from, y.period_to) AS d
        WHERE d.office = ANY (offices) AND (d.rates IS NULL OR 'late' = ANY (d.rates))
        GROUP BY d.office
    )
    SELECT s.office, coalesce(o.name, s.office), s.period_from, s.period_to, s.counted_to, s.since, s.ended_on, s.step, s.numerator, s.denominator,
           motcua.percent(s.numerator, s.denominator), motcua.points_between(s.numerator, s.denominator, b.numerator, b.denominator),
           motcua.late_room(s.numerator, s.denominator, late_percent), motcua.on_time_needed(s.numerator, s.denominator, late_percent),
           s.acknowledged, s.note,
           (SELECT string_agg(format('%s (%s)', p.name, p.late), ', ' ORDER BY p.place) FROM blamed AS p WHERE p.office = s.office AND p.place <= 2),
           d.reasons
    FROM state AS s JOIN motcua.office AS o ON o.code = s.office
    LEFT JOIN before AS b ON b.office = s.office
    LEFT JOIN doubted AS d ON d.office = s.office
    ORDER BY motcua.percent(s.numerator, s.denominator) DESC, s.office COLLATE "C"
$$;
COMMENT ON FUNCTION motcua.digest_offices(text[], text, numeric, text) IS 'What an e-mail says of offices that are or were above the ceiling, the highest rate '
    'first: the figures that the alert is about, the change in points since the figures stored a week ago, how many late dossiers are left '
    '(negative: too many), and the procedures that bring most. VI: Nội dung thư về các cơ quan vượt ngưỡng.';

CREATE OR REPLACE FUNCTION motcua.digest_week(offices text[])
    RETURNS TABLE (office text, name text, due bigint, overdue bigint, all_due bigint, all_overdue bigint)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
AS $$
    SELECT d.handling_office, coalesce(o.name, d.handling_office), count(*) FILTER (WHERE d.due_on >= motcua.today()),
           count(*) FILTER (WHERE d.due_on < motcua.today()), (sum(count(*) FILTER (WHERE d.due_on >= motcua.today())) OVER ())::bigint,
           (sum(count(*) FILTER (WHERE d.due_on < motcua.today())) OVER ())::bigint
    FROM motcua.dossier AS d JOIN motcua.office AS o ON o.code = d.handling_office
    WHERE d.outcome IS NULL AND d.received_on <= motcua.today() AND d.due_on <= date_trunc('week', motcua.today()::timestamp)::date + 6
      AND d.handling_office = ANY (offices)
    GROUP BY d.handling_office, o.name
    ORDER BY 4 DESC, 3 DESC, 1
$$;
COMMENT ON FUNCTION motcua.digest_week(text[]) IS 'Open dossiers of offices that are due from today to Sunday, and those that are overdue. VI: Hồ sơ đến hạn từ '
    'hôm nay đến Chủ nhật và hồ sơ đang quá hạn của các cơ quan.';

GRANT SELECT ON motcua.mail_text TO motcua_ingest, motcua_stats, motcua_analyst;
REVOKE ALL ON FUNCTION motcua.mail_texts(text, date), motcua.digest_offices(text[], text, numeric, text), motcua.digest_week(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.mail_texts(text, date), motcua.digest_offices(text[], text, numeric, text), motcua.digest_week(text[])
TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
