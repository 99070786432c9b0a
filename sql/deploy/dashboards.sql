-- Deploy motcua:dashboards to pg
-- requires: proof
-- requires: snapshots
-- Views for Grafana, Metabase and the like. Columns keep their names, types and places; new ones come last.

BEGIN;

CREATE OR REPLACE VIEW stats.dossier_facts AS
    SELECT d.source, d.code, d.handling_office AS office, o.name AS office_name, o.level AS office_level, o.parent AS office_above,
           d.receiving_office, d.procedure, p.name AS procedure_name, p.field, d.channel::text AS channel,
           coalesce(d.online_level, p.online_level)::text AS online_level, d.status, motcua.status_text(d.status) AS status_text,
           d.received_at, d.due_at, motcua.closed_at(d.status, d.received_at, d.finished_at, d.returned_at) AS closed_at,
           d.received_on, d.due_on, d.closed_on, d.outcome::text AS outcome, d.timeliness::text AS timeliness,
           d.outcome IS NULL AND d.status NOT IN (7, 8, 9, 10) AS is_open, d.outcome IS NULL AND d.status IN (5, 6) AS is_paused,
           d.outcome IS NULL AND d.status NOT IN (7, 8, 9, 10) AND d.due_on IS NOT NULL AND d.due_on < motcua.today() AS is_overdue,
           coalesce(d.closed_on, u.until) - d.received_on AS days_taken,
           CASE WHEN coalesce(d.closed_on, u.until) - d.due_on IS NOT NULL THEN greatest(coalesce(d.closed_on, u.until) - d.due_on,
               0) END AS days_late,
           d.components_total, d.components_digitised, d.result_digitised, d.fee, d.paid_online, d.apology_at,
           d.outcome IS NULL AND d.status IN (7, 8, 9, 10) AS is_undated
    FROM motcua.dossier AS d
    CROSS JOIN LATERAL (SELECT CASE WHEN d.status NOT IN (7, 8, 9, 10) THEN motcua.today() END AS until) AS u
    LEFT JOIN motcua.office AS o ON o.code = d.handling_office
    LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
    WHERE d.received_on IS NOT NULL;
COMMENT ON VIEW stats.dossier_facts IS 'Every dossier that counts, as it is, one row each, with the names of its office and procedure. Ask for days '
    'of received_on or closed_on, or for is_open. VI: Mỗi hồ sơ được tính một dòng, kèm tên cơ quan, thủ tục; lọc theo received_on, closed_on hoặc '
    'is_open.';
COMMENT ON COLUMN stats.dossier_facts.source IS 'Source. VI: Nguồn.';
COMMENT ON COLUMN stats.dossier_facts.code IS 'Dossier code. VI: Mã hồ sơ.';
COMMENT ON COLUMN stats.dossier_facts.office IS 'Accountable office. VI: Cơ quan giải quyết.';
COMMENT ON COLUMN stats.dossier_facts.office_name IS 'Its name. VI: Tên cơ quan giải quyết.';
COMMENT ON COLUMN stats.dossier_facts.office_level IS 'Its level. VI: Cấp của cơ quan.';
COMMENT ON COLUMN stats.dossier_facts.office_above IS 'Office above it. VI: Cơ quan cấp trên.';
COMMENT ON COLUMN stats.dossier_facts.receiving_office IS 'Office that took it in. VI: Nơi tiếp nhận.';
COMMENT ON COLUMN stats.dossier_facts.procedure IS 'Procedure. VI: Mã thủ tục.';
COMMENT ON COLUMN stats.dossier_facts.procedure_name IS 'Its name. VI: Tên thủ tục.';
COMMENT ON COLUMN stats.dossier_facts.field IS 'Its field. VI: Lĩnh vực.';
COMMENT ON COLUMN stats.dossier_facts.channel IS 'direct, online or postal. VI: Kênh nộp: trực tiếp, trực tuyến, bưu chính.';
COMMENT ON COLUMN stats.dossier_facts.online_level IS 'none, partial or full. VI: Mức độ trực tuyến.';
COMMENT ON COLUMN stats.dossier_facts.status IS 'National status 1..10. VI: Trạng thái 1..10.';
COMMENT ON COLUMN stats.dossier_facts.status_text IS 'Its name in Vietnamese. VI: Tên trạng thái.';
COMMENT ON COLUMN stats.dossier_facts.received_at IS 'Reception. VI: Thời điểm tiếp nhận.';
COMMENT ON COLUMN stats.dossier_facts.due_at IS 'Appointed return. VI: Thời điểm hẹn trả.';
COMMENT ON COLUMN stats.dossier_facts.closed_at IS 'Closing; null while open. VI: Thời điểm kết thúc; trống nếu đang giải quyết.';
COMMENT ON COLUMN stats.dossier_facts.received_on IS 'Local day of the reception. VI: Ngày tiếp nhận.';
COMMENT ON COLUMN stats.dossier_facts.due_on IS 'Local day of the appointed return. VI: Ngày hẹn trả.';
COMMENT ON COLUMN stats.dossier_facts.closed_on IS 'Local day of the closing. VI: Ngày kết thúc.';
COMMENT ON COLUMN stats.dossier_facts.outcome IS 'resolved, withdrawn or returned; null while open. VI: Đã giải quyết, công dân rút, trả lại; trống '
    'nếu đang giải quyết.';
COMMENT ON COLUMN stats.dossier_facts.timeliness IS 'early, on_day, on_day_after_hour, late or no_due; null while open. VI: Mức đúng hạn; trống nếu '
    'đang giải quyết.';
COMMENT ON COLUMN stats.dossier_facts.is_open IS 'Open by its status too. Figures count what is_undated as pending as well. VI: Đang giải quyết, cả '
    'theo trạng thái; số liệu tính là đang giải quyết còn gồm is_undated.';
COMMENT ON COLUMN stats.dossier_facts.is_paused IS 'Open, waiting for a supplement or a payment. VI: Đang chờ bổ sung hoặc chờ nộp phí.';
COMMENT ON COLUMN stats.dossier_facts.is_overdue IS 'Open by its status too, and the due day is over. VI: Đang giải quyết, cả theo trạng thái, và đã '
    'quá hạn.';
COMMENT ON COLUMN stats.dossier_facts.days_taken IS 'Days from reception to closing, or to today while it is open; null when its closing has no '
    'date. VI: Số ngày từ tiếp nhận đến kết thúc hoặc đến nay; trống nếu đã đóng mà không có ngày.';
COMMENT ON COLUMN stats.dossier_facts.days_late IS 'Days after the due day, 0 in time; null without a due date, or when its closing has no date. VI: '
    'Số ngày trễ; trống nếu không có ngày hẹn trả, hoặc đã đóng mà không có ngày.';
COMMENT ON COLUMN stats.dossier_facts.components_total IS 'Documents submitted. VI: Số thành phần hồ sơ.';
COMMENT ON COLUMN stats.dossier_facts.components_digitised IS 'Documents digitised. VI: Số thành phần số hóa.';
COMMENT ON COLUMN stats.dossier_facts.result_digitised IS 'There is a digital result. VI: Có kết quả điện tử.';
COMMENT ON COLUMN stats.dossier_facts.fee IS 'Fees, in dong. VI: Phí, lệ phí (đồng).';
COMMENT ON COLUMN stats.dossier_facts.paid_online IS 'Paid online. VI: Đã thanh toán trực tuyến.';
COMMENT ON COLUMN stats.dossier_facts.apology_at IS 'Apology letter. VI: Văn bản xin lỗi.';
COMMENT ON COLUMN stats.dossier_facts.is_undated IS 'Closed by its status, but without a date: neither open nor closed here, pending in figures, '
    'flagged closed_without_date. VI: Đã đóng theo trạng thái nhưng không có ngày: ở đây không coi là đang giải quyết, còn số liệu tính là đang giải '
    'quyết.';

-- The day is a key of the inner grouping, so that a condition on it reaches the index of the days.
CREATE OR REPLACE VIEW stats.daily_counts AS
    SELECT c.day, c.office, o.name AS office_name, o.level AS office_level, o.parent AS office_above, c.procedure, p.name AS procedure_name, p.field,
           c.received, c.received_online, c.resolved, c.resolved_in_time, c.resolved_late, c.resolved_no_due, c.withdrawn, c.returned
    FROM (
        SELECT e.day, e.office, e.procedure, count(*) FILTER (WHERE e.outcome IS NULL) AS received,
               count(*) FILTER (WHERE e.outcome IS NULL AND e.channel = 'online') AS received_online,
               count(*) FILTER (WHERE e.outcome = 'resolved') AS resolved,
               count(*) FILTER (WHERE e.outcome = 'resolved' AND e.timeliness IN ('early', 'on_day', 'on_day_after_hour')) AS resolved_in_time,
               count(*) FILTER (WHERE e.outcome = 'resolved' AND e.timeliness = 'late') AS resolved_late,
               count(*) FILTER (WHERE e.outcome = 'resolved' AND e.timeliness = 'no_due') AS resolved_no_due,
               count(*) FILTER (WHERE e.outcome = 'withdrawn') AS withdrawn,
               count(*) FILTER (WHERE e.outcome = 'returned') AS returned
        FROM (
            SELECT d.received_on AS day, d.handling_office AS office, d.procedure, d.channel, NULL::motcua.outcome AS outcome,
                NULL::motcua.timeliness AS timeliness
            FROM motcua.dossier AS d WHERE d.received_on IS NOT NULL
            UNION ALL
            SELECT d.closed_on, d.handling_office, d.procedure, NULL, d.outcome, d.timeliness
            FROM motcua.dossier AS d WHERE d.closed_on IS NOT NULL
        ) AS e
        GROUP BY e.day, e.office, e.procedure
    ) AS c
    LEFT JOIN motcua.office AS o ON o.code = c.office
    LEFT JOIN motcua.procedure AS p ON p.code = c.procedure;
COMMENT ON VIEW stats.daily_counts IS 'Dossiers received and closed per day, accountable office (its own) and procedure, as of now; sums over days, '
    'offices and procedures are those of profile report. VI: Số hồ sơ tiếp nhận và kết thúc theo ngày, cơ quan giải quyết (của riêng cơ quan) và thủ '
    'tục; cộng dồn được.';
COMMENT ON COLUMN stats.daily_counts.day IS 'Local day. VI: Ngày.';
COMMENT ON COLUMN stats.daily_counts.office IS 'Accountable office. VI: Cơ quan giải quyết.';
COMMENT ON COLUMN stats.daily_counts.office_name IS 'Its name. VI: Tên cơ quan.';
COMMENT ON COLUMN stats.daily_counts.office_level IS 'Its level. VI: Cấp của cơ quan.';
COMMENT ON COLUMN stats.daily_counts.office_above IS 'Office above it. VI: Cơ quan cấp trên.';
COMMENT ON COLUMN stats.daily_counts.procedure IS 'Procedure. VI: Mã thủ tục.';
COMMENT ON COLUMN stats.daily_counts.procedure_name IS 'Its name. VI: Tên thủ tục.';
COMMENT ON COLUMN stats.daily_counts.field IS 'Its field. VI: Lĩnh vực.';
COMMENT ON COLUMN stats.daily_counts.received IS 'Received on that day. VI: Tiếp nhận.';
COMMENT ON COLUMN stats.daily_counts.received_online IS 'Of these, online. VI: Trong đó trực tuyến.';
COMMENT ON COLUMN stats.daily_counts.resolved IS 'Resolved on that day. VI: Đã giải quyết.';
COMMENT ON COLUMN stats.daily_counts.resolved_in_time IS 'Of these, on the due day or before. VI: Trong đó trước hạn và đúng hạn.';
COMMENT ON COLUMN stats.daily_counts.resolved_late IS 'Of these, after the due day. VI: Trong đó quá hạn.';
COMMENT ON COLUMN stats.daily_counts.resolved_no_due IS 'Of these, without a due date. VI: Trong đó không có ngày hẹn trả.';
COMMENT ON COLUMN stats.daily_counts.withdrawn IS 'Withdrawn on that day. VI: Công dân rút.';
COMMENT ON COLUMN stats.daily_counts.returned IS 'Stopped or refused on that day. VI: Trả lại, dừng xử lý.';

CREATE OR REPLACE VIEW stats.latest_rates AS
    SELECT s.profile, s.period_from, s.period_to, s.office, o.name AS office_name, o.level AS office_level, o.parent AS office_above,
           s.rate, r.text_vi, s.numerator, s.denominator, s.percent, s.taken_at AS since, s.rule_version,
           motcua.period_kind(s.period_from, s.period_to) AS period_kind,
           NOT EXISTS (SELECT FROM motcua.office AS u WHERE u.parent = s.office) AS is_own
    FROM (
        SELECT DISTINCT ON (n.profile, n.period_from, n.period_to, n.office, n.rate)
               n.profile, n.period_from, n.period_to, n.office, n.rate, n.numerator, n.denominator, n.percent, n.taken_at, n.rule_version
        FROM stats.snapshot AS n
        ORDER BY n.profile, n.period_from, n.period_to, n.office, n.rate, n.snapshot_id DESC
    ) AS s
    JOIN motcua.office AS o ON o.code = s.office
    LEFT JOIN motcua.rate AS r ON r.profile = s.profile AND r.rate = s.rate;
COMMENT ON VIEW stats.latest_rates IS 'The rates of every standing period as stored last, of offices with their subtree: a dashboard shows them '
    'without computing anything. Rows overlap: a month lies in its quarter, half and year, an office in those above it; choose one period_kind, and '
    'add up only rows that are is_own (what an office above them handles itself is in none of those). stats.snapshot has how they came about. VI: Tỷ '
    'lệ của các kỳ được chốt, lần gần nhất, từng cơ quan (gồm trực thuộc). Các dòng trùng nhau: tháng nằm trong quý và năm, cơ quan nằm trong cơ '
    'quan cấp trên; chọn một period_kind, chỉ cộng các dòng is_own (không gồm hồ sơ do chính cơ quan cấp trên giải quyết).';
COMMENT ON COLUMN stats.latest_rates.profile IS 'Profile. VI: Bộ quy tắc.';
COMMENT ON COLUMN stats.latest_rates.period_from IS 'First day of the period. VI: Ngày đầu kỳ.';
COMMENT ON COLUMN stats.latest_rates.period_to IS 'Last day of the period. VI: Ngày cuối kỳ.';
COMMENT ON COLUMN stats.latest_rates.office IS 'Office, with its subtree. VI: Cơ quan (gồm trực thuộc).';
COMMENT ON COLUMN stats.latest_rates.office_name IS 'Its name. VI: Tên cơ quan.';
COMMENT ON COLUMN stats.latest_rates.office_level IS 'Its level. VI: Cấp của cơ quan.';
COMMENT ON COLUMN stats.latest_rates.office_above IS 'Office above it. VI: Cơ quan cấp trên.';
COMMENT ON COLUMN stats.latest_rates.rate IS 'Rate. VI: Tỷ lệ.';
COMMENT ON COLUMN stats.latest_rates.text_vi IS 'Meaning in Vietnamese. VI: Ý nghĩa.';
COMMENT ON COLUMN stats.latest_rates.numerator IS 'Numerator. VI: Tử số.';
COMMENT ON COLUMN stats.latest_rates.denominator IS 'Denominator. VI: Mẫu số.';
COMMENT ON COLUMN stats.latest_rates.percent IS 'Percent, two decimals; null for an empty denominator. VI: Tỷ lệ phần trăm.';
COMMENT ON COLUMN stats.latest_rates.since IS 'When it was first computed like this. VI: Có giá trị này từ lúc.';
COMMENT ON COLUMN stats.latest_rates.period_kind IS 'month, quarter, half or year of the calendar, reporting_year, or other; see motcua.period_kind. '
    'VI: Loại kỳ: tháng, quý, nửa năm, năm, năm báo cáo hoặc kỳ khác.';
COMMENT ON COLUMN stats.latest_rates.is_own IS 'No office has been put under this one, so that its figures are its own; else they are those of its '
    'subtree. VI: Không có cơ quan trực thuộc, số liệu là của riêng cơ quan; nếu không thì gồm cả trực thuộc.';
COMMENT ON COLUMN stats.latest_rates.rule_version IS 'Rule that it was computed by. VI: Phiên bản quy tắc.';

COMMIT;
