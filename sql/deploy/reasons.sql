-- Deploy motcua:reasons to pg
-- requires: rules
-- requires: dossiers
-- requires: feedback
-- Why a dossier is in a bucket, in the words of an office.

BEGIN;

CREATE OR REPLACE FUNCTION motcua.local_text(instant timestamptz) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_char(instant AT TIME ZONE 'Asia/Ho_Chi_Minh', CASE
        WHEN (instant AT TIME ZONE 'Asia/Ho_Chi_Minh')::time = time '00:00' THEN 'FMDD/FMMM/YYYY' ELSE 'FMDD/FMMM/YYYY HH24:MI' END);
COMMENT ON FUNCTION motcua.local_text(timestamptz) IS 'An instant as Vietnamese readers write it, without a time of 00:00:00. VI: Thời điểm viết '
    'theo kiểu Việt Nam.';

CREATE OR REPLACE FUNCTION motcua.day_text(day date) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_char(day, 'FMDD/FMMM/YYYY');
COMMENT ON FUNCTION motcua.day_text(date) IS 'A day as Vietnamese readers write it: 14/5/2024. VI: Ngày viết theo kiểu Việt Nam.';

CREATE OR REPLACE FUNCTION motcua.rule_doubt(valid_from date, valid_to date, period_from date, period_to date) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN valid_from > period_to THEN format('căn cứ có hiệu lực từ %s, sau kỳ báo cáo', motcua.day_text(valid_from))
        WHEN valid_to < period_from THEN format('căn cứ hết hiệu lực sau %s, trước kỳ báo cáo', motcua.day_text(valid_to))
    END;
COMMENT ON FUNCTION motcua.rule_doubt(date, date, date, date)
    IS 'Why a rule says nothing about a period: its legal source came after it, or had ended before; null when it was in force on a day of it. VI: '
    'Vì sao quy tắc không áp dụng cho kỳ: căn cứ chưa có hoặc đã hết hiệu lực; trống nếu có ngày hiệu lực trong kỳ.';

CREATE OR REPLACE FUNCTION motcua.status_text(status smallint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (ARRAY['mới đăng ký', 'được tiếp nhận', 'không được tiếp nhận', 'đang xử lý', 'yêu cầu bổ sung giấy tờ',
        'yêu cầu thực hiện nghĩa vụ tài chính',
                  'công dân yêu cầu rút hồ sơ', 'dừng xử lý', 'đã xử lý xong', 'đã trả kết quả'])[status];
COMMENT ON FUNCTION motcua.status_text(smallint) IS 'Name of a national status 1..10. VI: Tên trạng thái hồ sơ theo Cổng Dịch vụ công quốc gia.';

CREATE OR REPLACE FUNCTION motcua.field_text(field text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE field
        WHEN 'receiving_office' THEN 'nơi tiếp nhận'
        WHEN 'handling_office' THEN 'cơ quan giải quyết'
        WHEN 'procedure' THEN 'thủ tục'
        WHEN 'channel' THEN 'kênh nộp'
        WHEN 'status' THEN 'trạng thái'
        WHEN 'submitted_at' THEN 'ngày nộp'
        WHEN 'received_at' THEN 'ngày tiếp nhận'
        WHEN 'due_at' THEN 'ngày hẹn trả'
        WHEN 'due_at_first' THEN 'ngày hẹn trả ban đầu'
        WHEN 'finished_at' THEN 'ngày kết thúc'
        WHEN 'returned_at' THEN 'ngày trả kết quả'
        WHEN 'apology_at' THEN 'ngày xin lỗi'
        WHEN 'components_total' THEN 'số thành phần hồ sơ'
        WHEN 'components_digitised' THEN 'số thành phần số hóa'
        WHEN 'components_reused' THEN 'số thành phần tái sử dụng'
        WHEN 'components_from_store' THEN 'số thành phần lấy từ kho quốc gia'
        WHEN 'result_digitised' THEN 'kết quả điện tử'
        WHEN 'result_stored' THEN 'lưu kho kết quả'
        WHEN 'fee' THEN 'phí, lệ phí'
        WHEN 'paid_online' THEN 'thanh toán trực tuyến'
        WHEN 'erroneous' THEN 'sai sót'
        WHEN 'online_level' THEN 'mức độ trực tuyến'
        WHEN 'skipped' THEN 'bị xóa ở nguồn'
        WHEN 'counted_in' THEN 'nguồn được tính'
        WHEN 'source' THEN 'nguồn được tính'
        WHEN 'timeliness' THEN 'mức đúng hạn'
        ELSE field
    END;
COMMENT ON FUNCTION motcua.field_text(text) IS 'Name of a column of motcua.dossier as offices call it. VI: Tên gọi của một trường dữ liệu hồ sơ.';

CREATE OR REPLACE FUNCTION motcua.closing_reason(timeliness motcua.timeliness, closed_on date, closed_at timestamptz, due_on date,
    due_at timestamptz) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE timeliness
        WHEN 'no_due' THEN format('kết thúc %s, không có ngày hẹn trả', motcua.day_text(closed_on))
        WHEN 'early' THEN format('kết thúc %s, hẹn trả %s: trước hạn %s ngày', motcua.day_text(closed_on), motcua.day_text(due_on),
            due_on - closed_on)
        WHEN 'late' THEN format('kết thúc %s, hẹn trả %s: quá hạn %s ngày', motcua.day_text(closed_on), motcua.day_text(due_on), closed_on - due_on)
        WHEN 'on_day' THEN format('kết thúc %s, hẹn trả %s: đúng hạn', motcua.local_text(closed_at), motcua.local_text(due_at))
        ELSE format('kết thúc %s, hẹn trả %s: đúng ngày hẹn nhưng quá giờ', motcua.local_text(closed_at), motcua.local_text(due_at))
    END;
COMMENT ON FUNCTION motcua.closing_reason(motcua.timeliness, date, timestamptz, date, timestamptz)
    IS 'A closing against its due date, in words. VI: So sánh ngày kết thúc với ngày hẹn trả, bằng lời.';

CREATE OR REPLACE FUNCTION motcua.pending_reason(marks bigint, due_on date, last_day date) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN motcua.has_mark(marks, 'no_due') THEN format('chưa xong ngày %s, không có ngày hẹn trả', motcua.day_text(last_day))
        WHEN motcua.has_mark(marks, 'overdue') THEN format('chưa xong ngày %s, hẹn trả %s: quá hạn %s ngày', motcua.day_text(last_day),
            motcua.day_text(due_on), last_day - due_on)
        ELSE format('chưa xong ngày %s, hẹn trả %s: còn trong hạn', motcua.day_text(last_day), motcua.day_text(due_on))
    END;
COMMENT ON FUNCTION motcua.pending_reason(bigint, date, date)
    IS 'What is open at the end of a day against its due date, in words. VI: Hồ sơ đang giải quyết so với ngày hẹn trả, bằng lời.';

-- Only what the bucket asks for is said: a rate on documents does not speak of the fee.
CREATE OR REPLACE FUNCTION motcua.mark_reason(mark text, d motcua.dossier, p motcua.procedure) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE mark
        WHEN 'components_digitised' THEN format('số hóa %s/%s thành phần', d.components_digitised, d.components_total)
        WHEN 'components_reused' THEN format('tái sử dụng %s thành phần', d.components_reused)
        WHEN 'components_from_store' THEN format('%s thành phần lấy từ kho quốc gia', d.components_from_store)
        WHEN 'fee' THEN format('phí, lệ phí %s đồng', replace(to_char(d.fee, 'FM999,999,999,999,999'), ',', '.'))
        WHEN 'paid_online' THEN 'đã thanh toán trực tuyến'
        WHEN 'result_digitised' THEN 'có kết quả điện tử'
        WHEN 'electronic_result' THEN CASE WHEN d.result_digitised THEN 'có kết quả điện tử' ELSE 'thủ tục không có kết quả giấy' END
        WHEN 'result_stored' THEN 'kết quả đã lưu kho'
        WHEN 'paper_result' THEN 'thủ tục có kết quả giấy'
        WHEN 'late_first' THEN format('hẹn trả ban đầu %s', motcua.day_text(motcua.local_day(d.due_at_first)))
        WHEN 'apology_due' THEN CASE WHEN d.erroneous THEN 'có sai sót' WHEN d.apology_at IS NULL THEN 'chưa có văn bản xin lỗi' END
        WHEN 'apology' THEN format('văn bản xin lỗi ngày %s', motcua.day_text(motcua.local_day(d.apology_at)))
        WHEN 'apology_in_time' THEN format('văn bản xin lỗi ngày %s, trước ngày hẹn trả ban đầu %s', motcua.day_text(motcua.local_day(d.apology_at)),
            motcua.day_text(motcua.local_day(d.due_at_first)))
        WHEN 'paused' THEN CASE d.status WHEN 5 THEN 'đang chờ bổ sung' ELSE 'đang chờ nộp phí' END
        WHEN 'full_eligible' THEN 'đủ điều kiện toàn trình'
        WHEN 'has_fee' THEN 'có phí, lệ phí'
        WHEN 'online_payment' THEN 'cho phép thanh toán trực tuyến'
    END;
COMMENT ON FUNCTION motcua.mark_reason(text, motcua.dossier, motcua.procedure)
    IS 'Why a mark of a bucket is true of a dossier or procedure, in words. VI: Vì sao hồ sơ, thủ tục có dấu hiệu của ô đếm.';

CREATE OR REPLACE FUNCTION motcua.reason(of_bucket text, marks bigint, last_day date, d motcua.dossier, f motcua.feedback,
    p motcua.procedure) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT concat_ws('; ',
        CASE b.event
            WHEN 'received' THEN format('tiếp nhận %s', motcua.day_text(d.received_on))
                || CASE WHEN b.channel IS NOT NULL THEN CASE d.channel WHEN 'online' THEN ', trực tuyến' WHEN 'postal' THEN ', qua bưu chính'
                    ELSE ', trực tiếp' END ELSE '' END
                || CASE WHEN b.online_level = 'full' THEN ', thủ tục toàn trình' ELSE '' END
            WHEN 'closed' THEN CASE d.outcome WHEN 'withdrawn' THEN 'công dân rút; ' WHEN 'returned' THEN 'trả lại, dừng xử lý; ' ELSE '' END
                || motcua.closing_reason(d.timeliness, d.closed_on, motcua.closed_at(d.status, d.received_at, d.finished_at, d.returned_at),
                    d.due_on, d.due_at)
            WHEN 'pending' THEN motcua.pending_reason(reason.marks, d.due_on, last_day)
            WHEN 'carried_in' THEN format('tiếp nhận %s, chưa xong khi kỳ bắt đầu', motcua.day_text(d.received_on))
            WHEN 'feedback_answered' THEN motcua.closing_reason(f.timeliness, f.answered_on, f.answered_at, motcua.local_day(f.due_at), f.due_at)
            WHEN 'feedback_overdue' THEN motcua.pending_reason(motcua.mark('overdue'), motcua.local_day(f.due_at), last_day)
            WHEN 'procedure' THEN CASE p.online_level WHEN 'full' THEN 'thủ tục toàn trình' WHEN 'partial' THEN 'thủ tục trực tuyến một phần'
                ELSE 'thủ tục chưa trực tuyến' END
        END,
        (SELECT string_agg(motcua.mark_reason(m.mark, d, p), '; ' ORDER BY m.place) FROM unnest(b.marks) WITH ORDINALITY AS m (mark, place)))
    FROM motcua.bucket AS b WHERE b.bucket = of_bucket
$$;
COMMENT ON FUNCTION motcua.reason(text, bigint, date, motcua.dossier, motcua.feedback, motcua.procedure) IS
    'Why something is in a bucket, in Vietnamese: "kết thúc 14/5/2024, hẹn trả 10/5/2024: quá hạn 4 ngày". VI: Vì sao hồ sơ thuộc một ô đếm, bằng '
    'lời.';

COMMIT;
