-- Deploy motcua:more_rates to pg
-- requires: more_marks
-- Satisfaction, what stands guard beside the on-time rate, the national measures of Decree 224/2026, and Decision 766 read
-- again.

BEGIN;

INSERT INTO motcua.bucket (bucket, event, outcome, marks, text_en, text_vi) VALUES
    ('ratings', 'rating', NULL, '{}', 'answers of citizens', 'phiếu đánh giá'),
    ('ratings_very_satisfied', 'rating', NULL, '{very_satisfied}', 'answers: very satisfied', 'phiếu đánh giá: rất hài lòng'),
    ('ratings_satisfied', 'rating', NULL, '{satisfied}', 'answers: satisfied', 'phiếu đánh giá: hài lòng'),
    ('ratings_neutral', 'rating', NULL, '{neutral}', 'answers: neither satisfied nor dissatisfied', 'phiếu đánh giá: bình thường'),
    ('ratings_dissatisfied', 'rating', NULL, '{dissatisfied}', 'answers: dissatisfied', 'phiếu đánh giá: chưa hài lòng'),
    ('resolved_reopened', 'closed', 'resolved', '{reopened}', 'resolved, after an earlier night had seen it resolved and one not any more',
        'đã giải quyết, từng bị mở lại'),
    ('resolved_supplemented', 'closed', 'resolved', '{supplemented}', 'resolved, a supplement had been asked for',
        'đã giải quyết, từng yêu cầu bổ sung giấy tờ'),
    ('resolved_due_moved', 'closed', 'resolved', '{due_moved}', 'resolved, with another due date than was seen first',
        'đã giải quyết, đã thay đổi ngày hẹn trả'),
    ('feedback_in_time', 'feedback_in_time', NULL, '{}', 'feedback not answered and not overdue',
        'phản ánh, kiến nghị chưa trả lời, còn trong hạn'),
    ('received_from_store_or_result', 'received', NULL, '{store_or_result}',
        'received, with documents from the national store or a digital result',
        'tiếp nhận có thành phần lấy từ kho quốc gia hoặc có kết quả điện tử');

INSERT INTO motcua.profile (profile, text_en, text_vi, legal_source, valid_from) VALUES
    ('decree224', 'national measures of digital service, with what dossiers can answer',
        'đo lường, giám sát thực hiện thủ tục hành chính theo thời gian thực, phần tính được từ hồ sơ', 'Nghị định 224/2026/NĐ-CP, Điều 19',
        '2026-07-01');

CREATE TEMPORARY TABLE rule (
    "position" integer, rate text, numerator text[], denominator text[], text_en text, text_vi text, legal_source text, valid_from date,
    lower_is_better boolean
) ON COMMIT DROP;
INSERT INTO rule VALUES
    (18, 'rated', '{ratings}', '{received}', 'answers of citizens, of dossiers received', 'phiếu đánh giá / tiếp nhận',
        'Quyết định 1001/QĐ-BNV ngày 11/12/2023', '2023-12-11', false),
    (19, 'very_satisfied', '{ratings_very_satisfied}', '{ratings}', 'very satisfied, of the answers',
        'rất hài lòng / phiếu đánh giá', 'Thông tư 32/2017/TT-BTTTT, Điều 12', '2018-01-01', false),
    (20, 'satisfied', '{ratings_very_satisfied,ratings_satisfied}', '{ratings}', 'satisfied or very satisfied, of the answers',
        'rất hài lòng và hài lòng / phiếu đánh giá', 'Thông tư 32/2017/TT-BTTTT, Điều 12', '2018-01-01', false),
    (21, 'dissatisfied', '{ratings_dissatisfied}', '{ratings}', 'dissatisfied, of the answers', 'chưa hài lòng / phiếu đánh giá',
        'Thông tư 32/2017/TT-BTTTT, Điều 12', '2018-01-01', true),
    (22, 'returned', '{returned}', '{resolved,returned,withdrawn}', 'stopped or refused after reception, of all that were closed',
        'trả lại, dừng xử lý / đã kết thúc (giải quyết, trả lại, rút)', 'Nghị định 61/2018/NĐ-CP, Điều 19.8', '2018-06-21', true),
    (23, 'withdrawn', '{withdrawn}', '{resolved,returned,withdrawn}', 'withdrawn by the citizen, of all that were closed',
        'công dân, tổ chức rút hồ sơ / đã kết thúc (giải quyết, trả lại, rút)', 'Nghị định 118/2025/NĐ-CP, Điều 21', '2025-07-01', true),
    (24, 'reopened', '{resolved_reopened}', '{resolved}', 'resolved once more after it had been resolved before, of those resolved',
        'từng bị mở lại sau khi giải quyết xong / đã giải quyết', 'chỉ số giám sát của phần mềm, không có văn bản quy định', NULL, true),
    (25, 'due_moved', '{resolved_due_moved}', '{resolved}', 'resolved with another due date than was seen first, of those resolved',
        'đã thay đổi ngày hẹn trả / đã giải quyết', 'Nghị định 61/2018/NĐ-CP, Điều 19.9', '2018-06-21', true),
    (26, 'supplemented', '{resolved_supplemented}', '{resolved}', 'resolved after a supplement had been asked for, of those resolved',
        'từng yêu cầu bổ sung giấy tờ / đã giải quyết', 'Nghị định 61/2018/NĐ-CP, Điều 19.4', '2018-06-21', true);

INSERT INTO motcua.rate (profile, rate, position, text_en, text_vi, legal_source, valid_from, lower_is_better)
SELECT 'report', r.rate, r.position, r.text_en, r.text_vi, r.legal_source, r.valid_from, r.lower_is_better FROM rule AS r;
INSERT INTO motcua.term (profile, rate, bucket, in_numerator, in_denominator)
SELECT DISTINCT 'report', r.rate, b.bucket, b.bucket = ANY (r.numerator), b.bucket = ANY (r.denominator)
FROM rule AS r CROSS JOIN LATERAL unnest(r.numerator || r.denominator) AS b (bucket);

-- What the decree names and dossiers, catalogues and answers can tell is counted as in the reports, for it gives no
-- formula of its own. The share of online dossiers is stated twice there: of all, and of those of full-process procedures.
INSERT INTO motcua.rate (profile, rate, position, text_en, text_vi, legal_source, valid_from, lower_is_better)
SELECT 'decree224', r.rate, n.position, r.text_en, r.text_vi, 'Nghị định 224/2026/NĐ-CP, Điều 19' || n.article, '2026-07-01', r.lower_is_better
FROM (VALUES (1, 'full_process_procedures', '.2.a'), (2, 'online', '.2.b'), (3, 'full_process_online', '.2.b'), (4, 'on_time', '.2.đ'),
             (5, 'rated', '.2.e'), (6, 'very_satisfied', '.2.e'), (7, 'satisfied', '.2.e'),
             (8, 'dissatisfied', '.2.e')) AS n (position, rate, article)
JOIN motcua.rate AS r ON r.profile = 'report' AND r.rate = n.rate;
INSERT INTO motcua.term (profile, rate, bucket, in_numerator, in_denominator)
SELECT 'decree224', t.rate, t.bucket, t.in_numerator, t.in_denominator
FROM motcua.term AS t JOIN motcua.rate AS r ON r.profile = 'decree224' AND r.rate = t.rate
WHERE t.profile = 'report';

CREATE TABLE motcua.missing_rate (
    profile text COLLATE "C" REFERENCES motcua.profile (profile),
    position integer,
    text_en text NOT NULL,
    text_vi text NOT NULL,
    reason_en text NOT NULL,
    reason_vi text NOT NULL,
    legal_source text NOT NULL,
    PRIMARY KEY (profile, position)
);
COMMENT ON TABLE motcua.missing_rate IS 'What the source of a profile asks for and no export can answer: named, so that nobody takes the rest for '
    'the whole. VI: Các chỉ số mà văn bản yêu cầu nhưng dữ liệu hồ sơ không tính được.';
COMMENT ON COLUMN motcua.missing_rate.profile IS 'Profile. VI: Bộ quy tắc.';
COMMENT ON COLUMN motcua.missing_rate.position IS 'Order in lists. VI: Thứ tự.';
COMMENT ON COLUMN motcua.missing_rate.text_en IS 'What is asked for, in English. VI: Nội dung chỉ số (tiếng Anh).';
COMMENT ON COLUMN motcua.missing_rate.text_vi IS 'What is asked for. VI: Nội dung chỉ số.';
COMMENT ON COLUMN motcua.missing_rate.reason_en IS 'Why it cannot be computed, in English. VI: Lý do không tính được (tiếng Anh).';
COMMENT ON COLUMN motcua.missing_rate.reason_vi IS 'Why it cannot be computed. VI: Lý do không tính được.';
COMMENT ON COLUMN motcua.missing_rate.legal_source IS 'Where it is laid down. VI: Căn cứ.';
INSERT INTO motcua.missing_rate VALUES
    ('decree224', 1, 'automation of handling', 'mức độ tự động hóa trong giải quyết',
        'no export tells which steps are automatic', 'không nguồn dữ liệu nào cho biết bước nào được tự động hóa',
        'Nghị định 224/2026/NĐ-CP, Điều 19.2.c'),
    ('decree224', 2, 'proactive services and other indicators', 'dịch vụ công trực tuyến chủ động và các chỉ số khác',
        'a service without a dossier leaves no record', 'dịch vụ chủ động không phát sinh hồ sơ nên không có bản ghi',
        'Nghị định 224/2026/NĐ-CP, Điều 19.2.g');
GRANT SELECT ON motcua.missing_rate TO motcua_ingest, motcua_stats, motcua_analyst;

-- Decision 766, indicator 4.4: a dossier with documents from the store, or whose result was filed with a link.
UPDATE motcua.term SET bucket = 'received_from_store_or_result'
WHERE profile = 'qd766' AND rate = 'from_store' AND bucket = 'received_components_from_store';
UPDATE motcua.rate SET text_en = 'received with documents from the national store or with a digital result, of those received',
    text_vi = 'có thành phần lấy từ kho quốc gia hoặc có kết quả điện tử / tiếp nhận'
WHERE profile = 'qd766' AND rate = 'from_store';
-- Indicator 5.2 divides by all that was received or processed; what is open is in time while its term runs, by day.
INSERT INTO motcua.term VALUES ('qd766', 'feedback_on_time', 'feedback_in_time', true, true);
UPDATE motcua.rate SET text_en = 'feedback answered in time or open and not overdue, of all that was received or processed',
    text_vi = 'phản ánh, kiến nghị trả lời đúng hạn hoặc còn trong hạn / tiếp nhận, xử lý trong kỳ'
WHERE profile = 'qd766' AND rate = 'feedback_on_time';

COMMIT;
