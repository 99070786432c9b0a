-- Deploy motcua:column_labels to pg
-- requires: targets
-- What the columns of lists, and the names in them, are called in Vietnamese, in one place for CSV and workbooks.

BEGIN;

CREATE TABLE motcua.column_label (
    name text COLLATE "C" PRIMARY KEY,
    text_vi text NOT NULL
);
COMMENT ON TABLE motcua.column_label IS 'Headings of the columns of lists, in workbooks and in CSV with --headers vi. VI: Tên cột tiếng Việt của các '
    'danh sách, bảng số liệu khi xuất ra Excel hoặc CSV.';
COMMENT ON COLUMN motcua.column_label.name IS 'Name of the column in CSV. VI: Tên cột trong CSV.';
COMMENT ON COLUMN motcua.column_label.text_vi IS 'Its heading in Vietnamese. VI: Tên cột tiếng Việt.';

INSERT INTO motcua.column_label (name, text_vi) VALUES
    ('office', 'Mã cơ quan'),
    ('name', 'Tên cơ quan'),
    ('office_name', 'Tên cơ quan'),
    ('handling_office', 'Cơ quan giải quyết'),
    ('parent', 'Cơ quan cấp trên'),
    ('level', 'Cấp'),
    ('figure', 'Chỉ tiêu'),
    ('meaning', 'Nội dung chỉ tiêu'),
    ('numerator', 'Tử số'),
    ('denominator', 'Mẫu số'),
    ('percent', 'Tỷ lệ (%)'),
    ('doubt', 'Lưu ý về số liệu'),
    ('change_dossiers', 'Tăng, giảm (hồ sơ)'),
    ('change_points', 'Tăng, giảm (điểm %)'),
    ('rule', 'Quy tắc tính'),
    ('period_from', 'Từ ngày'),
    ('period_to', 'Đến ngày'),
    ('as_of', 'Thời điểm tổng hợp'),
    ('profile', 'Bộ quy tắc'),
    ('rate', 'Tỷ lệ'),
    ('criterion', 'Tiêu chí'),
    ('points', 'Điểm'),
    ('max_points', 'Điểm tối đa'),
    ('points_lost', 'Điểm mất'),
    ('dossiers_needed', 'Số hồ sơ cần thêm'),
    ('place', 'Xếp hạng'),
    ('sisters', 'Số cơ quan được xếp hạng'),
    ('band', 'Nhóm'),
    ('no_place', 'Lý do không xếp hạng'),
    ('volume_group', 'Nhóm theo số hồ sơ'),
    ('volume', 'Số hồ sơ tiếp nhận trong năm'),
    ('published_numerator', 'Tử số đã công bố'),
    ('published_denominator', 'Mẫu số đã công bố'),
    ('published_percent', 'Tỷ lệ đã công bố (%)'),
    ('rule_changed', 'Quy tắc đã thay đổi'),
    ('set', 'Bộ chỉ tiêu'),
    ('text', 'Nội dung'),
    ('text_vi', 'Nội dung'),
    ('direction', 'Chiều đánh giá'),
    ('value', 'Giá trị'),
    ('base_year', 'Năm gốc'),
    ('growth_in', 'Mức tăng tính theo'),
    ('required', 'Mức phải đạt'),
    ('state', 'Kết quả'),
    ('legal_source', 'Căn cứ'),
    ('valid_from', 'Hiệu lực từ'),
    ('valid_to', 'Hiệu lực đến'),
    ('bucket', 'Nhóm hồ sơ'),
    ('source', 'Nguồn dữ liệu'),
    ('code', 'Mã hồ sơ'),
    ('procedure', 'Mã thủ tục'),
    ('procedure_name', 'Tên thủ tục'),
    ('status', 'Trạng thái'),
    ('paused', 'Tạm dừng'),
    ('received_at', 'Tiếp nhận'),
    ('due_at', 'Hẹn trả'),
    ('due_at_first', 'Hẹn trả lần đầu'),
    ('finished_at', 'Kết thúc xử lý'),
    ('returned_at', 'Trả kết quả'),
    ('apology_at', 'Văn bản xin lỗi'),
    ('closed_on', 'Ngày kết thúc được tính'),
    ('days_late', 'Số ngày quá hạn'),
    ('days_overdue', 'Số ngày quá hạn'),
    ('reason', 'Lý do'),
    ('working_days_left', 'Số ngày làm việc còn lại'),
    ('letter_by', 'Hạn gửi văn bản xin lỗi'),
    ('letter', 'Tình trạng văn bản xin lỗi'),
    ('flag', 'Dấu hiệu'),
    ('dossiers', 'Số hồ sơ'),
    ('dossiers_before', 'Số hồ sơ kỳ trước'),
    ('checked', 'Số hồ sơ được kiểm tra'),
    ('checked_before', 'Số hồ sơ được kiểm tra kỳ trước'),
    ('percent_before', 'Tỷ lệ kỳ trước (%)'),
    ('trend', 'Tăng, giảm (điểm %)'),
    ('on_day', 'Ngày tính'),
    ('before', 'Ngày so sánh'),
    ('at', 'Thời điểm'),
    ('kind', 'Loại'),
    ('resolved', 'Đã giải quyết'),
    ('days_taken', 'Số ngày đã dùng'),
    ('days_given', 'Số ngày được hẹn'),
    ('median_given', 'Trung vị số ngày được hẹn'),
    ('median_taken', 'Trung vị số ngày đã dùng'),
    ('p90_taken', 'Số ngày của 90% hồ sơ'),
    ('median_spare', 'Trung vị số ngày còn dư'),
    ('first_seen', 'Mới xuất hiện'),
    ('seen_at', 'Thời điểm ghi nhận'),
    ('changed', 'Nội dung thay đổi'),
    ('left_buckets', 'Ra khỏi nhóm'),
    ('entered_buckets', 'Vào nhóm'),
    ('line', 'Dòng'),
    ('published', 'Số đã công bố'),
    ('difference', 'Chênh lệch'),
    ('agrees', 'Khớp'),
    ('variant', 'Cách tính khác'),
    ('by', 'Tính cho cơ quan'),
    ('tree', 'Hệ thống cơ quan'),
    ('digits', 'Số chữ số thập phân'),
    ('rounding', 'Cách làm tròn'),
    ('their_numerator', 'Tử số theo số đã công bố'),
    ('their_denominator', 'Mẫu số theo số đã công bố'),
    ('our_numerator', 'Tử số của motcua'),
    ('our_denominator', 'Mẫu số của motcua'),
    ('ours', 'Cách tính của motcua'),
    ('theirs', 'Cách tính của số đã công bố'),
    ('ours_reason', 'Lý do theo motcua'),
    ('theirs_reason', 'Lý do theo số đã công bố'),
    ('explanation', 'Giải thích'),
    ('fault_vi', 'Lỗi của dòng');

CREATE OR REPLACE VIEW motcua.value_label AS
    SELECT k.name, b.bucket AS value, b.text_vi
    FROM motcua.bucket AS b CROSS JOIN (VALUES ('bucket'), ('figure')) AS k (name)
    UNION ALL
    -- What is a bucket and a rate goes by the bucket: it is the numerator.
    SELECT k.name, r.rate, r.text_vi
    FROM (SELECT DISTINCT ON (r.rate) r.rate, r.text_vi FROM motcua.rate AS r ORDER BY r.rate, r.profile <> 'report', r.profile) AS r
    CROSS JOIN (VALUES ('rate'), ('figure')) AS k (name)
    WHERE k.name = 'rate' OR NOT EXISTS (SELECT FROM motcua.bucket AS b WHERE b.bucket = r.rate)
    UNION ALL
    SELECT 'figure', t.figure, min(t.text_vi) FROM motcua.target AS t
    WHERE NOT EXISTS (SELECT FROM motcua.bucket AS b WHERE b.bucket = t.figure) AND NOT EXISTS (SELECT FROM motcua.rate AS r WHERE r.rate = t.figure)
    GROUP BY t.figure
    UNION ALL
    SELECT k.name, r.rule, r.text_vi
    FROM (SELECT p.profile AS rule, p.text_vi FROM motcua.profile AS p
          UNION SELECT s.scoring, s.text_vi FROM motcua.scoring AS s
          WHERE NOT EXISTS (SELECT FROM motcua.profile AS p WHERE p.profile = s.scoring)) AS r
    CROSS JOIN (VALUES ('rule'), ('profile')) AS k (name)
    UNION ALL
    SELECT 'flag', i.flag, i.text_vi FROM motcua.integrity_check AS i
    UNION ALL
    SELECT 'level', l.level, l.text_vi FROM stats.level_words() AS l
    UNION ALL
    SELECT 'status', n::text, motcua.status_text(n::smallint) FROM generate_series(1, 10) AS n
    UNION ALL
    SELECT k.name, k.value, k.text_vi
    FROM (SELECT f.name, y.value, y.text_vi
          FROM (VALUES ('paused'), ('agrees'), ('first_seen'), ('rule_changed')) AS f (name)
          CROSS JOIN (VALUES ('1', 'có'), ('t', 'có'), ('0', 'không'), ('f', 'không')) AS y (value, text_vi)
          UNION ALL
          VALUES ('doubt', 'empty_denominator', 'mẫu số bằng 0'),
                 ('direction', 'at_least', 'không thấp hơn'), ('direction', 'at_most', 'không cao hơn'), ('direction', 'growth', 'tăng so với năm gốc'),
                 ('growth_in', 'points', 'điểm phần trăm'), ('growth_in', 'percent', 'phần trăm của năm gốc'),
                 ('state', 'met', 'đạt'), ('state', 'exceeded', 'vượt'), ('state', 'not_met', 'chưa đạt'),
                 ('state', 'not_enough_data', 'chưa đủ dữ liệu'),
                 ('letter', 'sent', 'đã gửi'), ('letter', 'possible', 'còn kịp gửi'), ('letter', 'missed', 'đã quá hạn gửi'),
                 ('figure', 'clock', 'lưu ý: sai đồng hồ'), ('figure', 'source_behind', 'lưu ý: nguồn chưa đọc hết kỳ'),
                 ('figure', 'source_failed', 'lưu ý: nguồn bị lỗi'), ('figure', 'rejects', 'lưu ý: có bản ghi bị loại'),
                 ('figure', 'volume', 'lưu ý: số lượng bất thường'), ('figure', 'other_length', 'lưu ý: kỳ so sánh dài ngắn khác nhau'),
                 ('figure', 'not_yet_there', 'lưu ý: cơ quan chưa hoạt động trong kỳ so sánh'),
                 ('kind', 'date', 'mốc thời gian'), ('kind', 'change', 'thay đổi được ghi nhận'),
                 ('by', 'handling', 'cơ quan giải quyết'), ('by', 'receiving', 'cơ quan tiếp nhận'),
                 ('tree', 'then', 'hệ thống cơ quan trong kỳ'), ('tree', 'now', 'hệ thống cơ quan hiện nay'),
                 ('rounding', 'half_up', 'làm tròn'), ('rounding', 'truncated', 'cắt bỏ phần lẻ')) AS k;
COMMENT ON VIEW motcua.value_label IS 'What the names in columns of lists are called in Vietnamese. VI: Tên gọi tiếng Việt của các giá trị trong danh '
    'sách.';
COMMENT ON COLUMN motcua.value_label.name IS 'Name of the column. VI: Tên cột.';
COMMENT ON COLUMN motcua.value_label.value IS 'What stands in it in CSV. VI: Giá trị trong CSV.';
COMMENT ON COLUMN motcua.value_label.text_vi IS 'What that is called. VI: Tên gọi tiếng Việt.';

GRANT SELECT ON motcua.column_label, motcua.value_label TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
