-- Deploy motcua:rules to pg
-- requires: schema
-- requires: dossiers
-- No rate is written in code: a bucket, a rate of a profile and a point of a scoring set are rows here.

BEGIN;

CREATE TABLE motcua.bucket (
    bucket text COLLATE "C" PRIMARY KEY,
    event text NOT NULL CHECK (event IN ('received', 'carried_in', 'closed', 'pending', 'feedback_answered', 'feedback_overdue', 'procedure')),
    channel motcua.channel,
    outcome motcua.outcome,
    timeliness motcua.timeliness[],
    stock text CHECK (stock IN ('in_time', 'overdue', 'no_due')),
    online_level motcua.online_level,
    marks text[] NOT NULL DEFAULT '{}',
    all_of bigint NOT NULL,
    any_of bigint NOT NULL,
    text_en text NOT NULL,
    text_vi text NOT NULL
);
COMMENT ON TABLE motcua.bucket IS 'What is counted: a dossier falls into a bucket when its event in the period has all that the row states; a null '
    'says nothing. VI: Các ô đếm: hồ sơ thuộc một ô khi sự kiện của nó trong kỳ thỏa mọi điều kiện của dòng.';
COMMENT ON COLUMN motcua.bucket.bucket IS 'Name. VI: Tên ô đếm.';
COMMENT ON COLUMN motcua.bucket.event IS 'What happened in the period, or stood at its start or end. VI: Sự kiện trong kỳ, hoặc tình trạng đầu kỳ, '
    'cuối kỳ.';
COMMENT ON COLUMN motcua.bucket.channel IS 'Only this channel. VI: Kênh nộp.';
COMMENT ON COLUMN motcua.bucket.outcome IS 'Only this outcome. VI: Hình thức kết thúc.';
COMMENT ON COLUMN motcua.bucket.timeliness IS 'Only these classes of timeliness. VI: Mức đúng hạn.';
COMMENT ON COLUMN motcua.bucket.stock IS 'Only this state of an open dossier at the end of the period. VI: Tình trạng của hồ sơ đang giải quyết cuối '
    'kỳ.';
COMMENT ON COLUMN motcua.bucket.online_level IS 'Only this online level. VI: Mức độ trực tuyến.';
COMMENT ON COLUMN motcua.bucket.marks IS 'All of these must be true of it. VI: Các dấu hiệu phải có.';
COMMENT ON COLUMN motcua.bucket.all_of IS 'Bits of what must all be true: event, channel, outcome, stock, online level and marks; kept by a trigger. '
    'VI: Các bit phải có đủ; do trigger ghi.';
COMMENT ON COLUMN motcua.bucket.any_of IS 'Bits of the classes of timeliness, one of which must be true; 0 says nothing; kept by a trigger. VI: Các '
    'bit phải có ít nhất một; 0 là không xét; do trigger ghi.';
COMMENT ON COLUMN motcua.bucket.text_en IS 'Meaning in English. VI: Ý nghĩa (tiếng Anh).';
COMMENT ON COLUMN motcua.bucket.text_vi IS 'Meaning in Vietnamese. VI: Ý nghĩa.';

CREATE OR REPLACE FUNCTION motcua.set_bits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    NEW.all_of := motcua.marks(VARIADIC array_remove(ARRAY[NEW.event, NEW.channel::text, NEW.outcome::text, NEW.stock, NEW.online_level::text], NULL)
        || NEW.marks);
    NEW.any_of := motcua.marks(VARIADIC coalesce(NEW.timeliness, '{}')::text[]);
    IF NEW.all_of IS NULL THEN
        RAISE check_violation USING MESSAGE = format('bucket %s asks for a mark that there is not: %s', NEW.bucket, NEW.marks),
            HINT = 'motcua.mark lists the marks';
    END IF;
    IF NEW.all_of & motcua.entry_marks() <> 0 AND (NEW.all_of | NEW.any_of) & ~motcua.entry_marks() <> 0 THEN
        RAISE check_violation USING MESSAGE = format('bucket %s asks both how a dossier came in and what became of it', NEW.bucket),
            HINT = 'motcua.entry_marks() tells them apart';
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION motcua.set_bits() IS 'Keeps the bits of motcua.bucket in step with what the row asks for. VI: Giữ các cột bit khớp với điều kiện '
    'của dòng.';
CREATE OR REPLACE TRIGGER set_bits BEFORE INSERT OR UPDATE ON motcua.bucket FOR EACH ROW EXECUTE FUNCTION motcua.set_bits();

INSERT INTO motcua.bucket (bucket, event, channel, online_level, marks, text_en, text_vi) VALUES
    ('carried_in', 'carried_in', NULL, NULL, '{}', 'open when the period began', 'kỳ trước chuyển sang'),
    ('received', 'received', NULL, NULL, '{}', 'received in the period', 'tiếp nhận trong kỳ'),
    ('received_online', 'received', 'online', NULL, '{}', 'received online', 'tiếp nhận trực tuyến'),
    ('received_direct', 'received', 'direct', NULL, '{}', 'received at the counter', 'tiếp nhận trực tiếp'),
    ('received_postal', 'received', 'postal', NULL, '{}', 'received by post', 'tiếp nhận qua bưu chính công ích'),
    ('received_components_digitised', 'received', NULL, NULL, '{components_digitised}', 'received, with digitised documents',
        'tiếp nhận có thành phần hồ sơ được số hóa'),
    ('received_components_reused', 'received', NULL, NULL, '{components_reused}', 'received, with reused documents',
        'tiếp nhận có thành phần được tái sử dụng'),
    ('received_components_from_store', 'received', NULL, NULL, '{components_from_store}', 'received, with documents from the national store',
        'tiếp nhận có thành phần lấy từ kho quốc gia'),
    ('received_digitised', 'received', NULL, NULL, '{components_digitised,electronic_result}', 'received, documents and result both digitised',
        'tiếp nhận, số hóa cả thành phần và kết quả'),
    ('received_fee', 'received', NULL, NULL, '{fee}', 'received, with a fee', 'tiếp nhận có phí, lệ phí'),
    ('received_fee_paid_online', 'received', NULL, NULL, '{fee,paid_online}', 'received, fee paid online', 'tiếp nhận, phí đã thanh toán trực tuyến'),
    ('received_full', 'received', NULL, 'full', '{}', 'received, of full-process procedures', 'tiếp nhận thuộc thủ tục toàn trình'),
    ('received_full_online', 'received', 'online', 'full', '{}', 'received online, of full-process procedures',
        'tiếp nhận trực tuyến thuộc thủ tục toàn trình'),
    ('received_full_online_result', 'received', 'online', 'full', '{electronic_result}',
        'received online, of full-process procedures, with a digital result where one is owed',
        'tiếp nhận trực tuyến thuộc thủ tục toàn trình, có kết quả điện tử nếu thủ tục có kết quả giấy');

INSERT INTO motcua.bucket (bucket, event, outcome, timeliness, marks, text_en, text_vi)
SELECT o.outcome || t.suffix, 'closed', o.outcome::motcua.outcome, t.timeliness::motcua.timeliness[], '{}',
       o.text_en || t.text_en, o.text_vi || t.text_vi
FROM (VALUES ('resolved', 'resolved', 'đã giải quyết'), ('withdrawn', 'withdrawn by the citizen', 'công dân rút'),
             ('returned', 'stopped or refused after reception', 'trả lại, dừng xử lý')) AS o (outcome, text_en, text_vi)
CROSS JOIN (VALUES
    ('', NULL, '', ''),
    ('_early', '{early}', ' before the due day', ' trước hạn'),
    ('_on_day', '{on_day}', ' on the due day, by the hour', ' đúng ngày hẹn, không quá giờ'),
    ('_on_day_after_hour', '{on_day_after_hour}', ' on the due day, after the hour', ' đúng ngày hẹn nhưng quá giờ'),
    ('_on_time', '{on_day,on_day_after_hour}', ' on the due day', ' đúng ngày hẹn'),
    ('_late', '{late}', ' after the due day', ' quá hạn'),
    ('_no_due', '{no_due}', ' without a due date', ' không có ngày hẹn trả')
) AS t (suffix, timeliness, text_en, text_vi);

INSERT INTO motcua.bucket (bucket, event, outcome, marks, text_en, text_vi) VALUES
    ('resolved_late_first', 'closed', 'resolved', '{late_first}', 'resolved after the day appointed first', 'đã giải quyết, quá ngày hẹn ban đầu'),
    ('resolved_result_digitised', 'closed', 'resolved', '{result_digitised}', 'resolved, result digitised', 'đã giải quyết, kết quả được số hóa'),
    ('resolved_result_stored', 'closed', 'resolved', '{result_stored}', 'resolved, result filed in the store',
        'đã giải quyết, kết quả lưu kho điện tử'),
    ('resolved_paper_result', 'closed', 'resolved', '{paper_result}', 'resolved, of procedures with a paper result',
        'đã giải quyết, thủ tục có kết quả giấy'),
    ('resolved_paper_result_digitised', 'closed', 'resolved', '{paper_result,result_digitised}',
        'resolved, of procedures with a paper result, result digitised', 'đã giải quyết, thủ tục có kết quả giấy, kết quả được số hóa'),
    ('resolved_apology_due', 'closed', 'resolved', '{apology_due}', 'resolved late or with an error', 'đã giải quyết quá hạn hoặc có sai sót'),
    ('resolved_apology', 'closed', 'resolved', '{apology_due,apology}', 'resolved late or with an error, with a letter',
        'đã giải quyết quá hạn hoặc có sai sót, có xin lỗi'),
    ('resolved_apology_in_time', 'closed', 'resolved', '{apology_due,apology_in_time}',
        'resolved late or with an error, letter at least a day before the due day',
        'đã giải quyết quá hạn hoặc có sai sót, xin lỗi trước hạn ít nhất 01 ngày');

INSERT INTO motcua.bucket (bucket, event, stock, marks, text_en, text_vi) VALUES
    ('pending', 'pending', NULL, '{}', 'open at the end of the period', 'đang giải quyết cuối kỳ'),
    ('pending_in_time', 'pending', 'in_time', '{}', 'open, not yet due', 'đang giải quyết, trong hạn'),
    ('pending_overdue', 'pending', 'overdue', '{}', 'open and overdue', 'đang giải quyết, quá hạn'),
    ('pending_no_due', 'pending', 'no_due', '{}', 'open, without a due date', 'đang giải quyết, không có ngày hẹn trả'),
    ('paused', 'pending', NULL, '{paused}', 'open, waiting for a supplement or a payment', 'đang chờ bổ sung hoặc chờ nộp phí'),
    ('pending_apology_due', 'pending', NULL, '{apology_due}', 'open and overdue, or with an error', 'đang giải quyết đã quá hạn hoặc có sai sót'),
    ('pending_apology', 'pending', NULL, '{apology_due,apology}', 'open and overdue or with an error, with a letter',
        'đang giải quyết đã quá hạn hoặc có sai sót, có xin lỗi'),
    ('pending_apology_in_time', 'pending', NULL, '{apology_due,apology_in_time}',
        'open and overdue or with an error, letter at least a day before the due day',
        'đang giải quyết đã quá hạn hoặc có sai sót, xin lỗi trước hạn ít nhất 01 ngày');

INSERT INTO motcua.bucket (bucket, event, timeliness, online_level, marks, text_en, text_vi) VALUES
    ('feedback_answered', 'feedback_answered', NULL, NULL, '{}', 'feedback answered', 'phản ánh, kiến nghị đã trả lời'),
    ('feedback_answered_in_time', 'feedback_answered', '{early,on_day,on_day_after_hour}', NULL, '{}', 'feedback answered in time',
        'phản ánh, kiến nghị trả lời đúng hạn'),
    ('feedback_overdue', 'feedback_overdue', NULL, NULL, '{}', 'feedback not answered and overdue', 'phản ánh, kiến nghị quá hạn chưa trả lời'),
    ('procedures_full_eligible', 'procedure', NULL, NULL, '{full_eligible}', 'procedures that may be a full process',
        'thủ tục đủ điều kiện toàn trình'),
    ('procedures_full', 'procedure', NULL, 'full', '{full_eligible}', 'of these, procedures offered as a full process',
        'thủ tục đã cung cấp toàn trình'),
    ('procedures_fee', 'procedure', NULL, NULL, '{has_fee}', 'procedures with a fee', 'thủ tục có phí, lệ phí'),
    ('procedures_fee_online_payment', 'procedure', NULL, NULL, '{has_fee,online_payment}', 'of these, procedures that can be paid online',
        'thủ tục có phí cho phép thanh toán trực tuyến');

CREATE TABLE motcua.profile (
    profile text COLLATE "C" PRIMARY KEY,
    text_en text NOT NULL,
    text_vi text NOT NULL,
    legal_source text NOT NULL,
    valid_from date,
    valid_to date
);
COMMENT ON TABLE motcua.profile IS 'Authorities'' ways of making rates. VI: Các bộ quy tắc tính tỷ lệ.';
COMMENT ON COLUMN motcua.profile.profile IS 'Name. VI: Tên bộ quy tắc.';
COMMENT ON COLUMN motcua.profile.text_en IS 'Meaning in English. VI: Ý nghĩa (tiếng Anh).';
COMMENT ON COLUMN motcua.profile.text_vi IS 'Meaning in Vietnamese. VI: Ý nghĩa.';
COMMENT ON COLUMN motcua.profile.legal_source IS 'Where it is laid down. VI: Căn cứ.';
COMMENT ON COLUMN motcua.profile.valid_from IS 'First day in force. VI: Có hiệu lực từ.';
COMMENT ON COLUMN motcua.profile.valid_to IS 'Last day in force. VI: Hết hiệu lực.';

CREATE TABLE motcua.rate (
    profile text COLLATE "C" REFERENCES motcua.profile (profile),
    rate text COLLATE "C",
    position integer NOT NULL,
    text_en text NOT NULL,
    text_vi text NOT NULL,
    legal_source text NOT NULL,
    valid_from date,
    valid_to date,
    PRIMARY KEY (profile, rate),
    CHECK (valid_from <= valid_to)
);
COMMENT ON TABLE motcua.rate IS 'Rates that a profile defines. VI: Các tỷ lệ trong một bộ quy tắc.';
COMMENT ON COLUMN motcua.rate.profile IS 'Profile. VI: Bộ quy tắc.';
COMMENT ON COLUMN motcua.rate.rate IS 'Name. VI: Tên tỷ lệ.';
COMMENT ON COLUMN motcua.rate.position IS 'Order in tables. VI: Thứ tự hiển thị.';
COMMENT ON COLUMN motcua.rate.text_en IS 'Meaning in English. VI: Ý nghĩa (tiếng Anh).';
COMMENT ON COLUMN motcua.rate.text_vi IS 'Meaning in Vietnamese. VI: Ý nghĩa.';
COMMENT ON COLUMN motcua.rate.legal_source IS 'Where it is laid down. VI: Căn cứ.';
COMMENT ON COLUMN motcua.rate.valid_from IS 'First day on which that is in force, where known; figures of other days are computed all the same. VI: '
    'Căn cứ có hiệu lực từ ngày (nếu biết).';
COMMENT ON COLUMN motcua.rate.valid_to IS 'Last day on which that is in force. VI: Căn cứ hết hiệu lực sau ngày.';

CREATE TABLE motcua.term (
    profile text COLLATE "C",
    rate text COLLATE "C",
    bucket text COLLATE "C" REFERENCES motcua.bucket (bucket),
    in_numerator boolean NOT NULL,
    in_denominator boolean NOT NULL,
    PRIMARY KEY (profile, rate, bucket),
    FOREIGN KEY (profile, rate) REFERENCES motcua.rate (profile, rate),
    CHECK (in_numerator OR in_denominator)
);
COMMENT ON TABLE motcua.term IS 'A rate is the sum of its numerator buckets over the sum of its denominator buckets. VI: Tỷ lệ = tổng các ô ở tử số '
    '/ tổng các ô ở mẫu số.';
COMMENT ON COLUMN motcua.term.profile IS 'Profile. VI: Bộ quy tắc.';
COMMENT ON COLUMN motcua.term.rate IS 'Rate. VI: Tỷ lệ.';
COMMENT ON COLUMN motcua.term.bucket IS 'Bucket that is added. VI: Ô đếm được cộng.';
COMMENT ON COLUMN motcua.term.in_numerator IS 'It is added to the numerator. VI: Cộng vào tử số.';
COMMENT ON COLUMN motcua.term.in_denominator IS 'It is added to the denominator. VI: Cộng vào mẫu số.';

-- Decree 118/2025/ND-CP replaced Decree 61/2018 on 1 July 2025.
INSERT INTO motcua.profile (profile, text_en, text_vi, legal_source, valid_from, valid_to) VALUES
    ('report', 'commune and department reports, by calendar day, on what was resolved',
        'báo cáo của xã, sở theo ngày, tính trên hồ sơ đã giải quyết', 'Biểu II.06a Thông tư 01/2020/TT-VPCP; Biểu 07a/BTP', NULL, NULL),
    ('qd766', 'service quality index, to the hour, on all that was received or processed',
        'bộ chỉ số chất lượng phục vụ, tính đến giờ, trên hồ sơ tiếp nhận, xử lý trong kỳ', 'Quyết định 766/QĐ-TTg ngày 23/6/2022', '2022-06-23',
        NULL),
    ('decree61', 'evaluation of one-stop handling, on what was received', 'đánh giá giải quyết thủ tục một cửa, tính trên hồ sơ tiếp nhận',
        'Nghị định 61/2018/NĐ-CP, Điều 30.2.c', '2018-06-21', '2025-06-30');

CREATE TEMPORARY TABLE rule (
    profile text, position integer, rate text, numerator text[], denominator text[], text_en text, text_vi text, legal_source text
) ON COMMIT DROP;

INSERT INTO rule VALUES
    ('report', 1, 'on_time', '{resolved_early,resolved_on_day,resolved_on_day_after_hour}',
     '{resolved_early,resolved_on_day,resolved_on_day_after_hour,resolved_late,resolved_no_due}',
     'resolved before or on the due day, of those resolved', 'giải quyết trước hạn và đúng hạn / đã giải quyết',
         'Biểu II.06a Thông tư 01/2020/TT-VPCP'),
    ('report', 2, 'late', '{resolved_late}',
     '{resolved_early,resolved_on_day,resolved_on_day_after_hour,resolved_late,resolved_no_due}',
     'resolved after the due day, of those resolved', 'giải quyết quá hạn / đã giải quyết', 'Biểu II.06a Thông tư 01/2020/TT-VPCP'),
    ('report', 3, 'late_first', '{resolved_late_first}', '{resolved}',
     'resolved after the day appointed first, of those resolved', 'giải quyết quá ngày hẹn ban đầu / đã giải quyết',
         'Nghị định 61/2018/NĐ-CP, Điều 19.9'),
    ('report', 4, 'online', '{received_online}', '{received}', 'received online, of those received', 'tiếp nhận trực tuyến / tiếp nhận',
        'Biểu II.06a Thông tư 01/2020/TT-VPCP'),
    ('report', 5, 'direct', '{received_direct}', '{received}', 'received at the counter, of those received', 'tiếp nhận trực tiếp / tiếp nhận',
        'Biểu II.06a Thông tư 01/2020/TT-VPCP'),
    ('report', 6, 'postal', '{received_postal}', '{received}', 'received by post, of those received', 'tiếp nhận qua bưu chính công ích / tiếp nhận',
        'Biểu II.06a Thông tư 01/2020/TT-VPCP'),
    ('report', 7, 'components_digitised', '{received_components_digitised}', '{received}',
     'received with digitised documents, of those received', 'tiếp nhận có số hóa thành phần hồ sơ / tiếp nhận', 'Thông tư 01/2023/TT-VPCP'),
    ('report', 8, 'results_digitised', '{resolved_result_digitised}', '{resolved}',
     'resolved with a digitised result, of those resolved', 'có số hóa kết quả / đã giải quyết', 'Thông tư 01/2023/TT-VPCP'),
    ('report', 9, 'results_stored', '{resolved_result_stored}', '{resolved}',
     'resolved with the result filed in the store, of those resolved', 'kết quả lưu kho dữ liệu điện tử / đã giải quyết', 'Thông tư 01/2023/TT-VPCP'),
    ('report', 10, 'reused', '{received_components_reused}', '{received}',
     'received with reused documents, of those received', 'tiếp nhận có tái sử dụng dữ liệu số hóa / tiếp nhận', 'Thông tư 01/2023/TT-VPCP'),
    ('report', 11, 'apology', '{resolved_apology,pending_apology}', '{resolved_apology_due,pending_apology_due}',
     'late, overdue or erroneous with a letter, of all such', 'quá hạn, sai sót có văn bản xin lỗi / tổng số quá hạn, sai sót',
         'Nghị định 61/2018/NĐ-CP, Điều 19.9'),
    ('report', 12, 'apology_in_time', '{resolved_apology_in_time,pending_apology_in_time}', '{resolved_apology_due,pending_apology_due}',
     'late, overdue or erroneous with a letter at least a day before the first due day, of all such',
         'xin lỗi trước ngày hẹn ban đầu ít nhất 01 ngày / tổng số quá hạn, sai sót', 'Nghị định 61/2018/NĐ-CP, Điều 19.9'),
    ('report', 13, 'feedback_on_time', '{feedback_answered_in_time}', '{feedback_answered,feedback_overdue}',
     'feedback answered in time, of what was answered or is overdue', 'phản ánh, kiến nghị trả lời đúng hạn / đã trả lời và quá hạn',
         'Nghị định 20/2008/NĐ-CP, 63/2010/NĐ-CP, 92/2017/NĐ-CP'),
    ('report', 14, 'full_process_procedures', '{procedures_full}', '{procedures_full_eligible}',
     'procedures offered as a full process, of those eligible', 'thủ tục cung cấp toàn trình / thủ tục đủ điều kiện',
         'Nghị định 224/2026/NĐ-CP, Điều 14 và 19'),
    ('report', 15, 'full_process_online', '{received_full_online}', '{received_full}',
     'received online, of those of full-process procedures', 'tiếp nhận trực tuyến / tiếp nhận thuộc thủ tục toàn trình',
         'Nghị định 224/2026/NĐ-CP, Điều 19'),
    ('report', 16, 'payment_procedures', '{procedures_fee_online_payment}', '{procedures_fee}',
     'procedures with online payment, of those with a fee', 'thủ tục cho phép thanh toán trực tuyến / thủ tục có phí',
         'Nghị định 224/2026/NĐ-CP, Điều 15'),
    ('report', 17, 'payment_online', '{received_fee_paid_online}', '{received_fee}',
     'received with a fee and paid online, of those with a fee', 'đã thanh toán trực tuyến / tiếp nhận có phí', 'Nghị định 224/2026/NĐ-CP, Điều 15'),
    ('qd766', 1, 'on_time',
     '{resolved_early,resolved_on_day,withdrawn_early,withdrawn_on_day,returned_early,returned_on_day,pending_in_time}',
     '{resolved,withdrawn,returned,pending}',
     'closed by the due hour or open and not due, of all received or processed',
         'xong đúng hạn đến giờ hẹn hoặc còn trong hạn / tiếp nhận, xử lý trong kỳ', 'Quyết định 766/QĐ-TTg, chỉ số 2.1'),
    ('qd766', 2, 'results_digitised', '{resolved_paper_result_digitised}', '{resolved_paper_result}',
     'resolved with a digital result, of procedures with a paper result', 'cấp kết quả điện tử / thủ tục có kết quả giấy',
         'Quyết định 766/QĐ-TTg, chỉ số 4.1'),
    ('qd766', 3, 'digitised', '{received_digitised}', '{received}',
     'received with documents and result digitised, of those received', 'số hóa cả thành phần và kết quả / tiếp nhận',
         'Quyết định 766/QĐ-TTg, chỉ số 4.2'),
    ('qd766', 4, 'reused', '{received_components_reused}', '{received}',
     'received with reused documents, of those received', 'có tái sử dụng dữ liệu số hóa / tiếp nhận', 'Quyết định 766/QĐ-TTg, chỉ số 4.3'),
    ('qd766', 5, 'from_store', '{received_components_from_store}', '{received}',
     'received with documents from the national store, of those received', 'có thành phần lấy từ kho quốc gia / tiếp nhận',
         'Quyết định 766/QĐ-TTg, chỉ số 4.4'),
    ('qd766', 6, 'feedback_on_time', '{feedback_answered_in_time}', '{feedback_answered,feedback_overdue}',
     'feedback answered in time, of what was answered or is overdue', 'phản ánh, kiến nghị trả lời đúng hạn / đã trả lời và quá hạn',
         'Quyết định 766/QĐ-TTg, chỉ số 5.2'),
    ('qd766', 7, 'full_process_procedures', '{procedures_full}', '{procedures_full_eligible}',
     'procedures offered as a full process, of those eligible', 'thủ tục cung cấp toàn trình / thủ tục đủ điều kiện',
         'Quyết định 766/QĐ-TTg, chỉ số 3.1'),
    ('qd766', 8, 'full_process_online', '{received_full_online_result}', '{received_full}',
     'received online and answered by a digital result where one is owed, of those of full-process procedures',
         'tiếp nhận trực tuyến có kết quả điện tử (nếu thủ tục có kết quả giấy) / tiếp nhận thuộc thủ tục toàn trình',
         'Quyết định 766/QĐ-TTg, chỉ số 3.3'),
    ('qd766', 9, 'payment_procedures', '{procedures_fee_online_payment}', '{procedures_fee}',
     'procedures with online payment, of those with a fee', 'thủ tục cho phép thanh toán trực tuyến / thủ tục có phí',
         'Quyết định 766/QĐ-TTg, chỉ số 3.5'),
    ('qd766', 10, 'payment_online', '{received_fee_paid_online}', '{received_fee}',
     'received with a fee and paid online, of those with a fee', 'đã thanh toán trực tuyến / tiếp nhận có phí', 'Quyết định 766/QĐ-TTg, chỉ số 3.6'),
    ('decree61', 1, 'on_time', '{resolved_early,resolved_on_day,resolved_on_day_after_hour}', '{received}',
     'resolved before or on the due day, of those received', 'giải quyết trước hạn và đúng hạn / tiếp nhận', 'Nghị định 61/2018/NĐ-CP, Điều 30.2.c');

-- A rate is in force as long as its source. What Decree 61 says of letters and first due days lives on in provincial
-- rules (Decision 88/2025 of Lai Chau art. 3.6).
INSERT INTO motcua.rate (profile, rate, position, text_en, text_vi, legal_source, valid_from, valid_to)
SELECT r.profile, r.rate, r.position, r.text_en, r.text_vi, r.legal_source, s.valid_from, CASE WHEN r.profile = 'decree61' THEN date '2025-06-30' END
FROM rule AS r
LEFT JOIN (VALUES
    ('Biểu II.06a Thông tư 01/2020/TT-VPCP', date '2020-10-21'),
    ('Thông tư 01/2023/TT-VPCP', date '2023-04-05'),
    ('Nghị định 61/2018/NĐ-CP', date '2018-06-21'),
    ('Nghị định 224/2026/NĐ-CP', date '2026-07-01'),
    ('Nghị định 20/2008/NĐ-CP', date '2008-02-14'),
    ('Quyết định 766/QĐ-TTg', date '2022-06-23')
) AS s (legal_source, valid_from) ON starts_with(r.legal_source, s.legal_source);
INSERT INTO motcua.term (profile, rate, bucket, in_numerator, in_denominator)
SELECT DISTINCT profile, rate, bucket, bucket = ANY (numerator), bucket = ANY (denominator)
FROM rule, unnest(numerator || denominator) AS bucket;

CREATE TABLE motcua.scoring (
    scoring text COLLATE "C" PRIMARY KEY,
    profile text COLLATE "C" NOT NULL REFERENCES motcua.profile (profile),
    text_en text NOT NULL,
    text_vi text NOT NULL,
    legal_source text NOT NULL,
    valid_from date,
    valid_to date
);
COMMENT ON TABLE motcua.scoring IS 'Sets of criteria that turn rates into points. VI: Các bộ tiêu chí chấm điểm.';
COMMENT ON COLUMN motcua.scoring.scoring IS 'Name. VI: Tên bộ tiêu chí.';
COMMENT ON COLUMN motcua.scoring.profile IS 'Profile whose rates are scored. VI: Bộ quy tắc tính tỷ lệ.';
COMMENT ON COLUMN motcua.scoring.text_en IS 'Meaning in English. VI: Ý nghĩa (tiếng Anh).';
COMMENT ON COLUMN motcua.scoring.text_vi IS 'Meaning in Vietnamese. VI: Ý nghĩa.';
COMMENT ON COLUMN motcua.scoring.legal_source IS 'Where it is laid down. VI: Căn cứ.';
COMMENT ON COLUMN motcua.scoring.valid_from IS 'First day in force. VI: Có hiệu lực từ.';
COMMENT ON COLUMN motcua.scoring.valid_to IS 'Last day in force. VI: Hết hiệu lực.';

CREATE TABLE motcua.criterion (
    scoring text COLLATE "C" REFERENCES motcua.scoring (scoring),
    criterion text COLLATE "C",
    rate text COLLATE "C",
    no_rate text,
    max_points numeric NOT NULL CHECK (max_points >= 0),
    rule text NOT NULL DEFAULT 'linear' CHECK (rule IN ('linear', 'threshold', 'step')),
    full_at numeric NOT NULL DEFAULT 100 CHECK (full_at > 0),
    floor numeric NOT NULL DEFAULT 0,
    steps numeric[],
    empty_share numeric CHECK (empty_share BETWEEN 0 AND 1),
    text_vi text NOT NULL,
    PRIMARY KEY (scoring, criterion),
    CHECK ((rate IS NULL) = (no_rate IS NOT NULL)),
    CHECK (max_points > 0 OR rate IS NULL),
    CHECK (rule = 'threshold' OR full_at = 100),
    CHECK ((rule = 'step') = (steps IS NOT NULL)),
    CHECK (array_length(steps, 2) = 2)
);
COMMENT ON TABLE motcua.criterion IS 'Criteria of a scoring set. VI: Tiêu chí trong một bộ tiêu chí.';
COMMENT ON COLUMN motcua.criterion.scoring IS 'Scoring set. VI: Bộ tiêu chí.';
COMMENT ON COLUMN motcua.criterion.criterion IS 'Number of the criterion in its set. VI: Số thứ tự tiêu chí.';
COMMENT ON COLUMN motcua.criterion.rate IS 'Rate that earns the points; null for a criterion that cannot be computed. VI: Tỷ lệ dùng để chấm; trống '
    'nếu không tính được.';
COMMENT ON COLUMN motcua.criterion.no_rate IS 'Why it cannot be computed, in Vietnamese; then rate is null and it is listed without points. VI: Lý '
    'do không tính được; khi đó tiêu chí được nêu nhưng không có điểm.';
COMMENT ON COLUMN motcua.criterion.max_points IS 'Most points; 0 for what is reported and not scored. VI: Điểm tối đa; 0 nếu chỉ theo dõi, không '
    'chấm.';
COMMENT ON COLUMN motcua.criterion.rule IS 'linear: share of the maximum; threshold: the maximum from full_at percent on, linear below; step: by '
    'steps. VI: Cách chấm: tuyến tính; tuyến tính đến ngưỡng; theo bậc.';
COMMENT ON COLUMN motcua.criterion.full_at IS 'Percent that earns the maximum. VI: Tỷ lệ đạt điểm tối đa.';
COMMENT ON COLUMN motcua.criterion.floor IS 'Below this percent nothing is earned. VI: Dưới tỷ lệ này không có điểm.';
COMMENT ON COLUMN motcua.criterion.steps IS 'Pairs (percent, share of the maximum earned from there on). VI: Các bậc (tỷ lệ, phần điểm).';
COMMENT ON COLUMN motcua.criterion.empty_share IS 'Share of the maximum that an empty denominator earns; null: not scored. VI: Phần điểm khi mẫu số '
    'rỗng; trống là không chấm.';
COMMENT ON COLUMN motcua.criterion.text_vi IS 'Name of the criterion. VI: Tên tiêu chí.';

-- No feedback, and nothing late to apologise for, earn the full points (Circular 01/2018/TT-VPCP art. 13.8).
INSERT INTO motcua.scoring (scoring, profile, text_en, text_vi, legal_source, valid_from) VALUES
    ('gia-nghia-2023', 'report', 'district criteria set of Gia Nghia', 'bộ tiêu chí cấp huyện của thành phố Gia Nghĩa',
        'Kế hoạch 52/KH-UBND ngày 20/3/2024', '2023-01-01');
INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, empty_share, text_vi) VALUES
    ('gia-nghia-2023', '3.4', 'on_time', 7, NULL, 'Thực hiện cơ chế một cửa, một cửa liên thông'),
    ('gia-nghia-2023', '3.5', 'feedback_on_time', 1, 1, 'Xử lý phản ánh, kiến nghị'),
    ('gia-nghia-2023', '3.6', 'apology', 2, 1, 'Xin lỗi bằng văn bản khi quá hạn, sai sót'),
    ('gia-nghia-2023', '3.7', 'results_digitised', 3, NULL, 'Số hóa hồ sơ, kết quả giải quyết'),
    ('gia-nghia-2023', '7.2', 'full_process_online', 4, NULL, 'Dịch vụ công trực tuyến toàn trình'),
    ('gia-nghia-2023', '7.3', 'payment_online', 2, NULL, 'Thanh toán trực tuyến');

CREATE OR REPLACE FUNCTION motcua.score(c motcua.criterion, numerator bigint, denominator bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN round(CASE
        WHEN denominator = 0 THEN c.max_points * c.empty_share
        WHEN 100 * numerator < c.floor * denominator THEN 0
        WHEN c.rule = 'step' THEN c.max_points * coalesce((
            SELECT max(c.steps[i][2]) FROM generate_subscripts(c.steps, 1) AS i
            WHERE 100 * numerator >= c.steps[i][1] * denominator), 0)
        ELSE least(c.max_points, c.max_points * 100 * numerator / (c.full_at * denominator))
    END, 3);
COMMENT ON FUNCTION motcua.score(motcua.criterion, bigint, bigint)
    IS 'Points of a criterion from the integers of its rate, rounded half up once to three decimals. VI: Điểm của một tiêu chí, làm tròn một lần, ba '
    'chữ số thập phân.';

COMMIT;
