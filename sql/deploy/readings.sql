-- Deploy motcua:readings to pg
-- requires: more_rates
-- What else a published figure may have been made of: ways of counting that are no profile, because nobody asks for them, but
-- that authorities and their software have used. reconcile tries them; show, points and snapshots do not know them.

BEGIN;

CREATE TABLE motcua.departure (
    departure text COLLATE "C" PRIMARY KEY,
    weight integer NOT NULL CHECK (weight > 0),
    text_en text NOT NULL,
    text_vi text NOT NULL
);
COMMENT ON TABLE motcua.departure IS 'In what a way of counting can depart from the one asked for. The simplest explanation of a published figure '
    'has the fewest departures, and of as many the least weight. VI: Những điểm mà một cách tính có thể khác cách tính đang hỏi; cách giải thích '
    'đơn giản nhất có ít điểm khác nhất, nếu bằng nhau thì tổng trọng số nhỏ nhất.';
COMMENT ON COLUMN motcua.departure.departure IS 'Name. VI: Tên.';
COMMENT ON COLUMN motcua.departure.weight IS 'The more, the less likely. VI: Trọng số; càng lớn càng ít khả năng.';
COMMENT ON COLUMN motcua.departure.text_en IS 'Meaning in English. VI: Ý nghĩa (tiếng Anh).';
COMMENT ON COLUMN motcua.departure.text_vi IS 'Meaning in Vietnamese. VI: Ý nghĩa.';

INSERT INTO motcua.departure (departure, weight, text_en, text_vi) VALUES
    ('truncated', 1, 'digits cut off in the place of rounding', 'bỏ phần lẻ, không làm tròn'),
    ('digits', 1, 'rounded to fewer digits than are printed', 'làm tròn đến ít chữ số hơn số đã in'),
    ('fraction', 2, 'a share of 1 in the place of 100', 'ghi theo phần của 1, không phải phần trăm'),
    ('profile', 2, 'another profile', 'theo bộ quy tắc khác'),
    ('variant', 3, 'another way of counting', 'theo cách tính khác'),
    ('by', 2, 'for the receiving office', 'tính cho nơi tiếp nhận'),
    ('tree', 2, 'offices as they are now', 'theo hệ thống cơ quan hiện nay'),
    ('as_of', 3, 'as known on an earlier evening', 'theo dữ liệu của một tối trước đây'),
    ('own', 2, 'without the offices under it', 'chỉ riêng cơ quan, không gồm đơn vị trực thuộc'),
    ('last_day', 3, 'what is due on the last day is not overdue yet', 'hồ sơ hẹn trả ngày cuối kỳ chưa tính là quá hạn'),
    ('first_day', 2, 'begins a day early or late', 'ngày đầu kỳ lệch 01 ngày'),
    ('end_day', 2, 'ends a day early or late', 'ngày cuối kỳ lệch 01 ngày'),
    ('whole_months', 3, 'whole months', 'lấy tròn tháng'),
    ('reporting_period', 3, 'a reporting period of the table', 'theo kỳ báo cáo đã khai báo'),
    ('calendar', 3, 'the period of the calendar', 'theo kỳ dương lịch'),
    ('month_short', 4, 'ends a month early', 'kết thúc sớm 01 tháng'),
    ('quarter_short', 4, 'ends three months early', 'kết thúc sớm 03 tháng'),
    ('year_to_date', 4, 'from the first day of the year', 'lũy kế từ đầu năm'),
    ('previous', 4, 'the period before', 'kỳ trước'),
    ('next', 4, 'the period after', 'kỳ sau'),
    ('last_year', 4, 'the same period of the year before', 'cùng kỳ năm trước');

CREATE TABLE motcua.reading (
    profile text COLLATE "C",
    variant text COLLATE "C" CHECK (variant <> ''),
    figure text COLLATE "C",
    is_rate boolean NOT NULL,
    position integer NOT NULL,
    begins_with text NOT NULL CHECK (begins_with IN ('nothing', 'rate', 'numerator')),
    is_rest boolean NOT NULL DEFAULT false,
    if_empty integer,
    text_en text NOT NULL,
    text_vi text NOT NULL,
    legal_source text NOT NULL,
    PRIMARY KEY (profile, variant, figure, is_rate),
    CHECK (is_rate OR begins_with = 'nothing' AND NOT is_rest AND if_empty IS NULL),
    CHECK ((profile = '*') = (figure = '*') AND (figure <> '*' OR begins_with <> 'nothing'))
);
COMMENT ON TABLE motcua.reading IS 'Ways of counting that authorities and their software have used and that no profile lists. reconcile asks '
    'which of them gives a published figure; no other command knows them. VI: Các cách tính từng được cơ quan hoặc phần mềm sử dụng nhưng không '
    'thuộc bộ quy tắc nào; chỉ dùng để đối chiếu số liệu đã công bố.';
COMMENT ON COLUMN motcua.reading.profile IS 'Profile that it is a variant of, or the software; * stands for every profile. VI: Bộ quy tắc hoặc '
    'phần mềm; * là mọi bộ quy tắc.';
COMMENT ON COLUMN motcua.reading.variant IS 'Name of the variant. VI: Tên biến thể.';
COMMENT ON COLUMN motcua.reading.figure IS 'Rate or bucket that it is published as; * stands for every rate of dossiers. VI: Tỷ lệ hoặc ô đếm mà '
    'nó được công bố; * là mọi tỷ lệ tính trên hồ sơ.';
COMMENT ON COLUMN motcua.reading.is_rate IS 'Figure is a rate. VI: Là tỷ lệ.';
COMMENT ON COLUMN motcua.reading.position IS 'Of equally simple ones the first goes first. VI: Thứ tự khi ngang nhau.';
COMMENT ON COLUMN motcua.reading.begins_with IS 'What its rows of motcua.reading_term are added to: nothing, the terms of the rate in the '
    'profile, or those of its numerator. VI: Phần gốc: không có, toàn bộ tỷ lệ của bộ quy tắc, hoặc tử số của tỷ lệ đó.';
COMMENT ON COLUMN motcua.reading.is_rest IS 'It is published as 100 less the rounded share of all others. VI: Công bố bằng 100 trừ tỷ lệ (đã làm '
    'tròn) của phần còn lại.';
COMMENT ON COLUMN motcua.reading.if_empty IS 'Only of an empty denominator, which is published as this. VI: Chỉ khi mẫu số bằng 0, được công bố '
    'bằng số này.';
COMMENT ON COLUMN motcua.reading.text_en IS 'Meaning in English. VI: Ý nghĩa (tiếng Anh).';
COMMENT ON COLUMN motcua.reading.text_vi IS 'Meaning in Vietnamese. VI: Ý nghĩa.';
COMMENT ON COLUMN motcua.reading.legal_source IS 'Where it is laid down, or whose software counts so. VI: Căn cứ, hoặc phần mềm tính theo cách này.';

CREATE TABLE motcua.reading_term (
    profile text COLLATE "C",
    variant text COLLATE "C",
    figure text COLLATE "C",
    is_rate boolean,
    bucket text COLLATE "C" REFERENCES motcua.bucket (bucket),
    numerator integer NOT NULL,
    denominator integer NOT NULL,
    PRIMARY KEY (profile, variant, figure, is_rate, bucket),
    FOREIGN KEY (profile, variant, figure, is_rate) REFERENCES motcua.reading (profile, variant, figure, is_rate),
    CHECK (numerator <> 0 OR denominator <> 0),
    CHECK (is_rate OR denominator = 0)
);
COMMENT ON TABLE motcua.reading_term IS 'How often a bucket is added (or, below zero, taken away) in a way of counting. VI: Ô đếm được cộng (hoặc '
    'trừ) trong một cách tính.';
COMMENT ON COLUMN motcua.reading_term.profile IS 'As in motcua.reading. VI: Như trong motcua.reading.';
COMMENT ON COLUMN motcua.reading_term.variant IS 'As in motcua.reading. VI: Như trong motcua.reading.';
COMMENT ON COLUMN motcua.reading_term.figure IS 'As in motcua.reading. VI: Như trong motcua.reading.';
COMMENT ON COLUMN motcua.reading_term.is_rate IS 'As in motcua.reading. VI: Như trong motcua.reading.';
COMMENT ON COLUMN motcua.reading_term.bucket IS 'Bucket. VI: Ô đếm.';
COMMENT ON COLUMN motcua.reading_term.numerator IS 'Times in the numerator, or in the count. VI: Số lần ở tử số, hoặc trong số đếm.';
COMMENT ON COLUMN motcua.reading_term.denominator IS 'Times in the denominator. VI: Số lần ở mẫu số.';

-- A bucket behind a minus is taken away. OpenCPS is VietOpenCPS/opencps-v2, StatisticEngineFetchEntry.java and OpenCPSConverter.java;
-- TD is a one-stop software whose statistics are public (TD.DichVuCongApi).
CREATE TEMPORARY TABLE way (
    profile text, variant text, figure text, is_rate boolean, begins_with text, numerator text[], denominator text[], is_rest boolean,
    if_empty integer, text_en text, text_vi text, legal_source text, position integer GENERATED ALWAYS AS IDENTITY
) ON COMMIT DROP;

INSERT INTO way (profile, variant, figure, is_rate, begins_with, numerator, denominator, text_en, text_vi, legal_source) VALUES
    ('*', 'of_received', '*', true, 'numerator', '{}', '{received}', 'of what was received', 'tính trên số hồ sơ tiếp nhận trong kỳ',
        'Nghị định 61/2018/NĐ-CP, Điều 30.2.c'),
    ('*', 'of_received_and_carried', '*', true, 'numerator', '{}', '{received,carried_in}', 'of what was received, with what was carried in',
        'tính trên tổng số tiếp nhận, gồm từ kỳ trước', 'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 3'),
    ('*', 'of_resolved', '*', true, 'numerator', '{}', '{resolved}', 'of what was resolved', 'tính trên số hồ sơ đã giải quyết',
        'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 7'),
    ('*', 'of_closed', '*', true, 'numerator', '{}', '{resolved,returned,withdrawn}', 'of all that was closed',
        'tính trên số hồ sơ đã kết thúc, gồm rút và trả lại', 'Phần mềm một cửa TD (TD.DichVuCongApi)'),
    ('*', 'of_handled', '*', true, 'numerator', '{}', '{resolved,returned,withdrawn,pending}', 'of what was received or processed',
        'tính trên số hồ sơ tiếp nhận, xử lý trong kỳ', 'Quyết định 766/QĐ-TTg, chỉ số 2.1'),

    ('qd766', 'withdrawn_not_in_time', 'on_time', true, 'rate', '{-withdrawn_early,-withdrawn_on_day}', '{}', 'withdrawn is not in time',
        'hồ sơ rút không tính là đúng hạn', 'Quyết định 766/QĐ-TTg, chỉ số 2.1 (thứ tự trạng thái kết thúc không nêu rút)'),
    ('qd766', 'by_date', 'on_time', true, 'rate', '{resolved_on_day_after_hour,withdrawn_on_day_after_hour,returned_on_day_after_hour}', '{}',
        'by calendar day', 'so sánh theo ngày, không theo giờ', 'Quyết định 766/QĐ-TTg, chỉ số 2.1'),
    ('qd766', 'closed_only', 'on_time', true, 'rate', '{-pending_in_time}', '{-pending}', 'without what is still open',
        'không tính hồ sơ đang giải quyết', 'Quyết định 766/QĐ-TTg, chỉ số 2.1'),
    ('report', 'by_the_hour', 'on_time', true, 'nothing', '{resolved_early,resolved_on_day}', '{resolved}', 'in time to the hour',
        'đúng hạn tính đến giờ hẹn / đã giải quyết', 'Phiếu tiếp nhận hồ sơ và hẹn trả kết quả (ghi giờ, ngày hẹn trả)'),
    ('report', 'early_only', 'on_time', true, 'nothing', '{resolved_early}', '{resolved}', 'before the due day only',
        'chỉ giải quyết trước hạn / đã giải quyết', 'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 8'),
    ('report', 'on_day_only', 'on_time', true, 'nothing', '{resolved_on_time}', '{resolved}', 'on the due day only',
        'chỉ giải quyết đúng ngày hẹn / đã giải quyết', 'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 9'),
    ('report', 'with_open_in_time', 'on_time', true, 'numerator', '{pending_in_time}', '{received,carried_in}',
        'resolved in time or still in time, of what was received and carried in',
        'giải quyết đúng hạn và đang giải quyết trong hạn / tiếp nhận, gồm từ kỳ trước', 'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 3'),
    ('report', 'of_received_and_resolved', 'on_time', true, 'numerator', '{}', '{received,resolved}', 'of what was received and what was resolved',
        'giải quyết đúng hạn / (tiếp nhận + đã giải quyết)', 'Tiêu chí cấp xã đạt chuẩn tiếp cận pháp luật, chỉ tiêu giải quyết thủ tục'),
    ('td', 'by_date', 'on_time', true, 'nothing', '{resolved_early,resolved_on_time,resolved_no_due,returned,withdrawn}',
        '{resolved,returned,withdrawn}', 'returned, withdrawn and without a due date count as in time',
        'hồ sơ trả lại, rút và không có ngày hẹn tính là đúng hạn / đã giải quyết, trả lại, rút', 'Phần mềm một cửa TD (TD.DichVuCongApi)'),
    ('td', 'with_due_date', 'on_time', true, 'nothing', '{resolved_early,resolved_on_time}', '{resolved,-resolved_no_due}',
        'what has no due date is left out', 'bỏ hồ sơ không có ngày hẹn trả ra khỏi tử số và mẫu số',
            'Phần mềm một cửa TD (TD.DichVuCongApi), biểu 06'),
    ('td', 'withdrawn_resolved', 'on_time', true, 'nothing', '{resolved_early,resolved_on_time,withdrawn_early,withdrawn_on_time}',
        '{resolved,-resolved_no_due,withdrawn,-withdrawn_no_due}', 'withdrawn counts as resolved, what has no due date is left out',
        'hồ sơ rút tính là đã giải quyết, bỏ hồ sơ không có ngày hẹn trả', 'Phần mềm một cửa TD (TD.DichVuCongApi), thống kê 766'),
    ('opencps', 'releases', 'on_time', true, 'nothing',
        '{resolved_early,resolved_on_day,resolved_no_due,returned_early,returned_on_day,returned_no_due}', '{resolved,returned}',
        'to the hour, with what was returned; without a due date is in time',
        'tính đến giờ, gồm hồ sơ trả lại; không có ngày hẹn trả tính là đúng hạn', 'OpenCPS v2, ontimePercentage'),

    ('report', 'with_overdue_of_received', 'late', true, 'numerator', '{pending_overdue}', '{received}', 'late or overdue, of what was received',
        'quá hạn (đã và đang giải quyết) / tiếp nhận', 'Báo cáo 6 tháng đầu năm 2024 của UBND cấp xã (trễ hạn in một chữ số thập phân)'),
    ('report', 'with_overdue_of_received_and_carried', 'late', true, 'numerator', '{pending_overdue}', '{received,carried_in}',
        'late or overdue, of what was received and carried in', 'quá hạn (đã và đang giải quyết) / tiếp nhận, gồm từ kỳ trước',
        'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 3, 10 và 13'),
    ('report', 'with_overdue', 'late', true, 'rate', '{pending_overdue}', '{}', 'late or overdue, of what was resolved',
        'quá hạn (đã và đang giải quyết) / đã giải quyết', 'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 10 và 13'),
    ('report', 'by_the_hour', 'late', true, 'rate', '{resolved_on_day_after_hour}', '{}', 'late to the hour',
        'quá hạn tính đến giờ hẹn / đã giải quyết', 'Phiếu tiếp nhận hồ sơ và hẹn trả kết quả (ghi giờ, ngày hẹn trả)'),
    ('report', 'by_first_day', 'late', true, 'nothing', '{resolved_late_first}', '{resolved}', 'after the day appointed first',
        'quá ngày hẹn ban đầu / đã giải quyết', 'Nghị định 61/2018/NĐ-CP, Điều 19.9'),
    ('report', 'of_closed_late', 'late', true, 'rate', '{returned_late,withdrawn_late}', '{returned,withdrawn}',
        'late, of all that was closed', 'quá hạn, gồm trả lại và rút / đã kết thúc', 'Nghị định 61/2018/NĐ-CP, Điều 19.8'),
    ('td', 'by_date', 'late', true, 'nothing', '{resolved_late}', '{resolved,returned,withdrawn}', 'returned and withdrawn count as in time',
        'quá hạn / đã giải quyết, trả lại, rút', 'Phần mềm một cửa TD (TD.DichVuCongApi)'),
    ('td', 'with_due_date', 'late', true, 'nothing', '{resolved_late}', '{resolved,-resolved_no_due}', 'what has no due date is left out',
        'bỏ hồ sơ không có ngày hẹn trả ra khỏi mẫu số', 'Phần mềm một cửa TD (TD.DichVuCongApi), biểu 06'),
    ('td', 'withdrawn_resolved', 'late', true, 'nothing', '{resolved_late,withdrawn_late}', '{resolved,-resolved_no_due,withdrawn,-withdrawn_no_due}',
        'withdrawn counts as resolved, what has no due date is left out', 'hồ sơ rút tính là đã giải quyết, bỏ hồ sơ không có ngày hẹn trả',
        'Phần mềm một cửa TD (TD.DichVuCongApi), thống kê 766'),
    ('opencps', 'releases', 'late', true, 'nothing', '{resolved_late,resolved_on_day_after_hour,returned_late,returned_on_day_after_hour}',
        '{resolved,returned}', 'to the hour, with what was returned', 'tính đến giờ, gồm hồ sơ trả lại', 'OpenCPS v2, overtimeCount / releaseCount'),
    ('opencps', 'open_overdue', 'late', true, 'nothing', '{pending_overdue}', '{resolved}', 'open and overdue, of what was resolved',
        'đang giải quyết quá hạn / đã giải quyết', 'OpenCPS v2, SolvedLate'),

    ('report', 'without_postal', 'online', true, 'nothing', '{received_online}', '{received_online,received_direct}',
        'of what came online or to the counter', 'trực tuyến / (trực tuyến + trực tiếp), không tính bưu chính', 'Bảng điều hành của UBND cấp xã'),
    ('report', 'with_postal', 'online', true, 'rate', '{received_postal}', '{}', 'online or by post', 'trực tuyến và bưu chính / tiếp nhận',
        'Kênh tiếp nhận không tại quầy'),
    ('report', 'with_postal', 'direct', true, 'rate', '{received_postal}', '{}', 'at the counter or by post', 'trực tiếp và bưu chính / tiếp nhận',
        'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 5'),
    ('td', 'or_no_result', 'results_digitised', true, 'nothing', '{resolved,-resolved_paper_result,resolved_paper_result_digitised}', '{resolved}',
        'or of a procedure without a paper result', 'có kết quả điện tử hoặc thủ tục không có kết quả giấy / đã giải quyết',
        'Phần mềm một cửa TD (TD.DichVuCongApi), thống kê số hóa'),
    ('report', 'resolved_only', 'apology', true, 'nothing', '{resolved_apology}', '{resolved_apology_due}', 'without what is still open',
        'chỉ tính hồ sơ đã giải quyết', 'Biểu 07a/BTP, cột đã giải quyết quá hạn'),
    ('report', 'answered_only', 'feedback_on_time', true, 'nothing', '{feedback_answered_in_time}', '{feedback_answered}', 'of what was answered',
        'trả lời đúng hạn / đã trả lời', 'Nghị định 20/2008/NĐ-CP'),
    ('qd766', 'components_only', 'from_store', true, 'nothing', '{received_components_from_store}', '{received}', 'without digital results',
        'chỉ tính thành phần lấy từ kho quốc gia', 'Quyết định 766/QĐ-TTg, chỉ số 4.4'),
    ('report', 'of_resolved', 'rated', true, 'numerator', '{}', '{resolved}', 'answers, of what was resolved', 'phiếu đánh giá / đã giải quyết',
        'Quyết định 1001/QĐ-BNV'),
    ('report', 'satisfied_only', 'satisfied', true, 'nothing', '{ratings_satisfied}', '{ratings}', 'without the very satisfied',
        'chỉ mức hài lòng, không gồm rất hài lòng / phiếu đánh giá', 'Báo cáo 6 tháng đầu năm 2024 của UBND cấp xã'),
    ('report', 'of_received', 'progress', true, 'nothing', '{resolved}', '{received}', 'resolved, of what was received', 'đã giải quyết / tiếp nhận',
        'Báo cáo của UBND cấp xã'),
    ('report', 'of_received_and_carried', 'progress', true, 'nothing', '{resolved}', '{received,carried_in}',
        'resolved, of what was received and carried in', 'đã giải quyết / tiếp nhận, gồm từ kỳ trước', 'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 3'),

    ('report', 'with_carried', 'received', false, 'nothing', '{received,carried_in}', '{}', 'with what was carried in', 'gồm cả từ kỳ trước',
        'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 3'),
    ('report', 'with_postal', 'received_direct', false, 'nothing', '{received_direct,received_postal}', '{}', 'with what came by post',
        'trực tiếp và bưu chính', 'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 5'),
    ('report', 'with_returned', 'resolved', false, 'nothing', '{resolved,returned}', '{}', 'with what was returned', 'gồm cả hồ sơ trả lại',
        'OpenCPS v2, releaseCount'),
    ('td', 'withdrawn_resolved', 'resolved', false, 'nothing', '{resolved,withdrawn}', '{}', 'with what was withdrawn', 'gồm cả hồ sơ rút',
        'Phần mềm một cửa TD (TD.DichVuCongApi), thống kê 766'),
    ('td', 'by_date', 'resolved', false, 'nothing', '{resolved,returned,withdrawn}', '{}', 'with what was returned and withdrawn',
        'gồm cả hồ sơ trả lại và rút', 'Phần mềm một cửa TD (TD.DichVuCongApi)'),
    ('report', 'with_on_day', 'resolved_early', false, 'nothing', '{resolved_early,resolved_on_time}', '{}', 'with those of the due day',
        'gồm cả đúng ngày hẹn', 'Báo cáo của UBND cấp xã (trước hạn, đúng hạn gộp chung)'),
    ('opencps', 'releases', 'resolved_early', false, 'nothing', '{resolved_early,resolved_no_due}', '{}', 'with those that have no due date',
        'gồm cả hồ sơ không có ngày hẹn trả', 'OpenCPS v2, betimesCount'),
    ('report', 'with_early', 'resolved_on_time', false, 'nothing', '{resolved_early,resolved_on_time}', '{}', 'with those before the due day',
        'gồm cả trước hạn', 'Biểu 07a/BTP, cột giải quyết đúng hạn và trước hạn'),
    ('report', 'by_the_hour', 'resolved_on_time', false, 'nothing', '{resolved_early,resolved_on_day}', '{}', 'before the due hour',
        'trước hạn và đúng hạn tính đến giờ', 'Phiếu tiếp nhận hồ sơ và hẹn trả kết quả (ghi giờ, ngày hẹn trả)'),
    ('report', 'with_returned', 'resolved_on_time', false, 'nothing', '{resolved_on_time,returned,withdrawn}', '{}',
        'with what was returned or withdrawn',
        'gồm cả trả lại và rút', 'Biểu II.06a, ghi chú: đúng hạn bao gồm cả hồ sơ trả lại, xin rút'),
    ('td', 'no_due', 'resolved_on_time', false, 'nothing', '{resolved_on_time,resolved_no_due}', '{}', 'with those that have no due date',
        'gồm cả hồ sơ không có ngày hẹn trả', 'Phần mềm một cửa TD (TD.DichVuCongApi)'),
    ('td', 'by_date', 'resolved_on_time', false, 'nothing', '{resolved_early,resolved_on_time,resolved_no_due,returned,withdrawn}', '{}',
        'early, without a due date, returned and withdrawn too', 'gồm cả trước hạn, không có ngày hẹn, trả lại và rút',
        'Phần mềm một cửa TD (TD.DichVuCongApi)'),
    ('td', 'done_or_in_time', 'resolved_on_time', false, 'nothing',
        '{resolved_on_time,resolved_no_due,returned,withdrawn,pending_in_time,pending_no_due}',
        '{}', 'with what was returned, withdrawn or is open in time, without the early ones',
        'gồm cả trả lại, rút và đang giải quyết trong hạn; không gồm trước hạn', 'Phần mềm một cửa TD (TD.DichVuCongApi), XuLyDungHan'),
    ('report', 'by_the_hour', 'resolved_late', false, 'nothing', '{resolved_late,resolved_on_day_after_hour}', '{}', 'after the due hour',
        'quá hạn tính đến giờ', 'Phiếu tiếp nhận hồ sơ và hẹn trả kết quả (ghi giờ, ngày hẹn trả)'),
    ('report', 'with_overdue', 'resolved_late', false, 'nothing', '{resolved_late,pending_overdue}', '{}', 'with what is open and overdue',
        'gồm cả đang giải quyết quá hạn', 'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 10 và 13'),
    ('report', 'by_first_day', 'resolved_late', false, 'nothing', '{resolved_late_first}', '{}', 'after the day appointed first',
        'quá ngày hẹn ban đầu',
        'Nghị định 61/2018/NĐ-CP, Điều 19.9'),
    ('report', 'of_closed_late', 'resolved_late', false, 'nothing', '{resolved_late,returned_late,withdrawn_late}', '{}',
        'with what was returned or withdrawn late', 'gồm cả trả lại, rút quá hạn', 'Nghị định 61/2018/NĐ-CP, Điều 19.8'),
    ('opencps', 'open_overdue', 'resolved_late', false, 'nothing', '{pending_overdue}', '{}', 'open and overdue', 'đang giải quyết quá hạn',
        'OpenCPS v2, SolvedLate'),
    ('opencps', 'without_paused', 'pending', false, 'nothing', '{pending,-paused}', '{}', 'without what is waiting',
        'không gồm hồ sơ chờ bổ sung, chờ nộp phí', 'OpenCPS v2, processingCount'),
    ('report', 'rest_of_received', 'pending', false, 'nothing', '{pending,withdrawn,returned}', '{}', 'with what was withdrawn or returned',
        'gồm cả hồ sơ rút, trả lại (tiếp nhận trừ đã giải quyết)', 'Biểu II.06a Thông tư 01/2020/TT-VPCP, cột 11'),
    ('report', 'with_no_due', 'pending_in_time', false, 'nothing', '{pending_in_time,pending_no_due}', '{}', 'with those that have no due date',
        'gồm cả hồ sơ không có ngày hẹn trả', 'Biểu II.06a, ghi chú: trong hạn bao gồm cả hồ sơ khác'),
    ('td', 'by_date', 'withdrawn', false, 'nothing', '{withdrawn,returned}', '{}', 'with what was returned', 'gồm cả hồ sơ trả lại',
        'Phần mềm một cửa TD (TD.DichVuCongApi), danh sách trả lại'),
    ('td', 'by_date', 'returned', false, 'nothing', '{returned,withdrawn}', '{}', 'with what was withdrawn', 'gồm cả hồ sơ rút',
        'Phần mềm một cửa TD (TD.DichVuCongApi), danh sách trả lại');

INSERT INTO way (profile, variant, figure, is_rate, begins_with, numerator, denominator, is_rest, text_en, text_vi, legal_source) VALUES
    ('report', 'rest_of_late', 'on_time', true, 'nothing', '{resolved,-resolved_late}', '{resolved}', true, '100 less the late rate',
        '100% trừ tỷ lệ quá hạn', 'Báo cáo của UBND cấp xã (tỷ lệ đúng hạn lấy 100 trừ tỷ lệ quá hạn)'),
    ('report', 'rest_of_on_time', 'late', true, 'nothing', '{resolved,-resolved_early,-resolved_on_time}', '{resolved}', true,
        '100 less the rate in time', '100% trừ tỷ lệ đúng hạn', 'Báo cáo của UBND cấp xã (tỷ lệ quá hạn lấy 100 trừ tỷ lệ đúng hạn)'),
    ('report', 'rest_of_online', 'direct', true, 'nothing', '{received,-received_online}', '{received}', true, '100 less the online rate',
        '100% trừ tỷ lệ trực tuyến', 'Báo cáo của UBND cấp xã (tỷ lệ trực tiếp lấy 100 trừ tỷ lệ trực tuyến)');

INSERT INTO way (profile, variant, figure, is_rate, begins_with, numerator, denominator, if_empty, text_en, text_vi, legal_source) VALUES
    ('*', 'empty_is_100', '*', true, 'rate', '{}', '{}', 100, 'an empty denominator is published as 100', 'mẫu số bằng 0, ghi là 100%',
        'Thông tư 01/2018/TT-VPCP, Điều 13.8; OpenCPS v2 (số liệu tháng)'),
    ('*', 'empty_is_0', '*', true, 'rate', '{}', '{}', 0, 'an empty denominator is published as 0', 'mẫu số bằng 0, ghi là 0%',
        'Quyết định 766/QĐ-TTg; OpenCPS v2 (số liệu năm)');

INSERT INTO motcua.reading (profile, variant, figure, is_rate, position, begins_with, is_rest, if_empty, text_en, text_vi, legal_source)
SELECT profile, variant, figure, is_rate, position, begins_with, coalesce(is_rest, false), if_empty, text_en, text_vi, legal_source FROM way;
INSERT INTO motcua.reading_term (profile, variant, figure, is_rate, bucket, numerator, denominator)
SELECT w.profile, w.variant, w.figure, w.is_rate, ltrim(t.bucket, '-'), sum(t.numerator), sum(t.denominator)
FROM way AS w CROSS JOIN LATERAL (
    SELECT n AS bucket, CASE WHEN n LIKE '-%' THEN -1 ELSE 1 END AS numerator, 0 AS denominator FROM unnest(w.numerator) AS n
    UNION ALL
    SELECT d, 0, CASE WHEN d LIKE '-%' THEN -1 ELSE 1 END FROM unnest(w.denominator) AS d) AS t
GROUP BY 1, 2, 3, 4, 5;

CREATE OR REPLACE VIEW motcua.reading_part AS
    -- What * stands for: rates whose terms are dossiers alone.
    WITH named AS (
        SELECT n.profile, n.variant, n.figure, n.is_rate, n.begins_with, n.profile AS of_profile, n.figure AS of_figure
        FROM motcua.reading AS n WHERE n.figure <> '*'
        UNION ALL
        SELECT r.profile, n.variant, r.rate, true, n.begins_with, n.profile, n.figure
        FROM motcua.reading AS n CROSS JOIN motcua.rate AS r
        WHERE n.figure = '*' AND (n.begins_with = 'rate' OR NOT EXISTS (
            SELECT FROM motcua.term AS t JOIN motcua.bucket AS b ON b.bucket = t.bucket
            WHERE t.profile = r.profile AND t.rate = r.rate AND b.event NOT IN ('received', 'carried_in', 'closed', 'pending')))
    )
    SELECT p.profile, p.variant, p.figure, p.is_rate, p.bucket, sum(p.numerator)::integer AS numerator, sum(p.denominator)::integer AS denominator
    FROM (
        SELECT t.profile, '' AS variant, t.rate AS figure, true AS is_rate, t.bucket, t.in_numerator::integer AS numerator,
               t.in_denominator::integer AS denominator
        FROM motcua.term AS t
        UNION ALL
        SELECT '', '', b.bucket, false, b.bucket, 1, 0 FROM motcua.bucket AS b
        UNION ALL
        SELECT n.profile, n.variant, n.figure, n.is_rate, t.bucket, t.in_numerator::integer,
               CASE n.begins_with WHEN 'rate' THEN t.in_denominator::integer ELSE 0 END
        FROM named AS n JOIN motcua.term AS t ON n.is_rate AND n.begins_with <> 'nothing' AND t.profile = n.profile AND t.rate = n.figure
        UNION ALL
        SELECT n.profile, n.variant, n.figure, n.is_rate, t.bucket, t.numerator, t.denominator
        FROM named AS n JOIN motcua.reading_term AS t
            ON t.profile = n.of_profile AND t.variant = n.variant AND t.figure = n.of_figure AND t.is_rate = n.is_rate
    ) AS p
    GROUP BY p.profile, p.variant, p.figure, p.is_rate, p.bucket
    HAVING sum(p.numerator) <> 0 OR sum(p.denominator) <> 0;
COMMENT ON VIEW motcua.reading_part IS 'Every way of counting of every figure as buckets that are added or taken away: the rates of all profiles '
    'and the buckets themselves (no variant), and the rows of motcua.reading. VI: Mọi cách tính của mọi chỉ tiêu, tách thành các ô đếm được cộng '
    'hoặc trừ.';
COMMENT ON COLUMN motcua.reading_part.profile IS 'Profile or software; empty for a bucket. VI: Bộ quy tắc hoặc phần mềm; trống với ô đếm.';
COMMENT ON COLUMN motcua.reading_part.variant IS 'Variant; empty for the profile itself. VI: Biến thể; trống nếu là chính bộ quy tắc.';
COMMENT ON COLUMN motcua.reading_part.figure IS 'Rate or bucket. VI: Tỷ lệ hoặc ô đếm.';
COMMENT ON COLUMN motcua.reading_part.is_rate IS 'Figure is a rate. VI: Là tỷ lệ.';
COMMENT ON COLUMN motcua.reading_part.bucket IS 'Bucket. VI: Ô đếm.';
COMMENT ON COLUMN motcua.reading_part.numerator IS 'Times in the numerator, or in the count. VI: Số lần ở tử số, hoặc trong số đếm.';
COMMENT ON COLUMN motcua.reading_part.denominator IS 'Times in the denominator. VI: Số lần ở mẫu số.';

CREATE OR REPLACE VIEW motcua.reading_rule AS
    WITH rule AS (
        SELECT r.profile, '' AS variant, r.rate AS figure, true AS is_rate, 0 AS position, false AS is_rest, NULL::integer AS if_empty,
               r.text_en, r.text_vi, r.legal_source
        FROM motcua.rate AS r
        UNION ALL
        SELECT '', '', b.bucket, false, 0, false, NULL, b.text_en, b.text_vi, '' FROM motcua.bucket AS b
        UNION ALL
        SELECT n.profile, n.variant, n.figure, n.is_rate, n.position, n.is_rest, n.if_empty, n.text_en, n.text_vi, n.legal_source
        FROM motcua.reading AS n WHERE n.figure <> '*'
        UNION ALL
        -- Variants of a single figure come before those of all.
        SELECT r.profile, n.variant, r.rate, true, 1000 + n.position, n.is_rest, n.if_empty, n.text_en, n.text_vi, n.legal_source
        FROM motcua.reading AS n CROSS JOIN motcua.rate AS r WHERE n.figure = '*'
    ), part AS (
        -- A sum (resolved) and its parts come to the same, see motcua.term_part.
        SELECT p.profile, p.variant, p.figure, p.is_rate, coalesce(k.bucket, p.bucket) AS bucket, sum(p.numerator) AS numerator,
               sum(p.denominator) AS denominator
        FROM motcua.reading_part AS p JOIN motcua.bucket AS b ON b.bucket = p.bucket
        LEFT JOIN motcua.bucket AS k
            ON k.event = b.event AND b.marks = '{}' AND k.marks = '{}'
            AND (k.event = 'closed' AND k.outcome IS NOT NULL AND cardinality(k.timeliness) = 1 OR k.event = 'pending' AND k.stock IS NOT NULL)
            AND coalesce(b.outcome = k.outcome, true) AND coalesce(k.timeliness <@ b.timeliness, true) AND coalesce(b.stock = k.stock, true)
        GROUP BY p.profile, p.variant, p.figure, p.is_rate, coalesce(k.bucket, p.bucket)
        HAVING sum(p.numerator) <> 0 OR sum(p.denominator) <> 0
    ), made AS (
        SELECT p.profile, p.variant, p.figure, p.is_rate, string_agg(concat_ws(' ', p.bucket, p.numerator, p.denominator), ','
            ORDER BY p.bucket) AS terms
        FROM part AS p
        GROUP BY p.profile, p.variant, p.figure, p.is_rate
        HAVING NOT p.is_rate OR bool_or(p.numerator <> 0) AND bool_or(p.denominator <> 0)
    )
    SELECT d.profile, d.variant, d.figure, d.is_rate, d.position, d.is_rest, d.if_empty, d.text_en, d.text_vi, d.legal_source
    FROM (SELECT k.*, row_number() OVER (PARTITION BY k.figure, k.is_rate, k.is_rest, k.if_empty, m.terms
                                         ORDER BY k.position, k.profile <> 'report', k.profile, k.variant) AS copy
          FROM rule AS k JOIN made AS m ON (m.profile, m.variant, m.figure, m.is_rate) = (k.profile, k.variant, k.figure, k.is_rate)) AS d
    -- What comes to the same as another one is told once; profiles stand for themselves.
    WHERE d.variant = '' OR d.copy = 1;
COMMENT ON VIEW motcua.reading_rule IS 'Every way of counting of every figure, as motcua.reading_part has its buckets. VI: Mọi cách tính của mọi '
    'chỉ tiêu.';
COMMENT ON COLUMN motcua.reading_rule.profile IS 'Profile or software; empty for a bucket. VI: Bộ quy tắc hoặc phần mềm; trống với ô đếm.';
COMMENT ON COLUMN motcua.reading_rule.variant IS 'Variant; empty for the profile itself. VI: Biến thể; trống nếu là chính bộ quy tắc.';
COMMENT ON COLUMN motcua.reading_rule.figure IS 'Rate or bucket. VI: Tỷ lệ hoặc ô đếm.';
COMMENT ON COLUMN motcua.reading_rule.is_rate IS 'Figure is a rate. VI: Là tỷ lệ.';
COMMENT ON COLUMN motcua.reading_rule.position IS 'Order among equally simple ones. VI: Thứ tự khi ngang nhau.';
COMMENT ON COLUMN motcua.reading_rule.is_rest IS 'Published as 100 less the rounded rest. VI: Công bố bằng 100 trừ phần còn lại đã làm tròn.';
COMMENT ON COLUMN motcua.reading_rule.if_empty IS 'Only of an empty denominator, published as this. VI: Chỉ khi mẫu số bằng 0, công bố bằng số này.';
COMMENT ON COLUMN motcua.reading_rule.text_en IS 'Meaning in English. VI: Ý nghĩa (tiếng Anh).';
COMMENT ON COLUMN motcua.reading_rule.text_vi IS 'Meaning in Vietnamese. VI: Ý nghĩa.';
COMMENT ON COLUMN motcua.reading_rule.legal_source IS 'Where it is laid down. VI: Căn cứ.';

GRANT SELECT ON motcua.departure, motcua.reading, motcua.reading_term, motcua.reading_part, motcua.reading_rule
TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
