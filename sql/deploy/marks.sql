-- Deploy motcua:marks to pg
-- requires: schema

BEGIN;

-- motcua.dossier stores these bits: a new mark goes to the end, and none is moved or taken out.
CREATE OR REPLACE FUNCTION motcua.mark(name text, holds boolean DEFAULT true) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN holds THEN 1::bigint << array_position('{
        received,carried_in,closed,pending,feedback_answered,feedback_overdue,procedure,
        direct,online,postal,none,partial,full,resolved,withdrawn,returned,
        early,on_day,on_day_after_hour,late,no_due,in_time,overdue,
        components_digitised,components_reused,components_from_store,fee,paid_online,result_digitised,result_stored,
        paper_result,electronic_result,late_first,apology_due,apology,apology_in_time,paused,
        full_eligible,has_fee,online_payment}'::text[], name) - 1 ELSE 0 END;
COMMENT ON FUNCTION motcua.mark(text, boolean) IS 'Bit of a mark: something that is true of a dossier, feedback or procedure in a period; 0 when it '
    'does not hold, null for a name that is no mark. VI: Bit của một dấu hiệu của hồ sơ, phản ánh hoặc thủ tục trong kỳ.';

CREATE OR REPLACE FUNCTION motcua.marks(VARIADIC names text[]) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog
    RETURN (SELECT CASE WHEN bool_and(motcua.mark(n) IS NOT NULL) IS NOT FALSE THEN coalesce(bit_or(motcua.mark(n)), 0) END FROM unnest(names) AS n);
COMMENT ON FUNCTION motcua.marks(text[]) IS 'Bits of several marks; null when a name is no mark. VI: Các bit của nhiều dấu hiệu.';

CREATE OR REPLACE FUNCTION motcua.entry_marks() RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN motcua.marks('received', 'carried_in', 'direct', 'online', 'postal', 'none', 'partial', 'full', 'components_digitised',
        'components_reused',
                        'components_from_store', 'fee', 'paid_online', 'electronic_result', 'procedure', 'full_eligible', 'has_fee',
                            'online_payment');
COMMENT ON FUNCTION motcua.entry_marks() IS 'Bits that tell how a dossier came into a period, or what a procedure is; all others tell what became of '
    'it. VI: Các dấu hiệu lúc hồ sơ vào kỳ; các dấu hiệu khác cho biết kết quả.';

CREATE OR REPLACE FUNCTION motcua.has_mark(marks bigint, name text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN marks & motcua.mark(name) <> 0;
COMMENT ON FUNCTION motcua.has_mark(bigint, text) IS 'Whether a mark is among these bits. VI: Dấu hiệu có trong các bit này hay không.';

CREATE TABLE motcua.mark_meaning (
    mark text COLLATE "C" PRIMARY KEY CHECK (motcua.mark(mark) IS NOT NULL),
    text_en text NOT NULL,
    text_vi text NOT NULL
);
COMMENT ON TABLE motcua.mark_meaning IS 'What each mark means; docs/rules.md shows it. VI: Ý nghĩa của từng dấu hiệu.';
COMMENT ON COLUMN motcua.mark_meaning.mark IS 'Name, as motcua.mark knows it. VI: Tên dấu hiệu.';
COMMENT ON COLUMN motcua.mark_meaning.text_en IS 'Meaning in English. VI: Ý nghĩa (tiếng Anh).';
COMMENT ON COLUMN motcua.mark_meaning.text_vi IS 'Meaning in Vietnamese. VI: Ý nghĩa.';

INSERT INTO motcua.mark_meaning (mark, text_en, text_vi) VALUES
    ('received', 'received in the period', 'tiếp nhận trong kỳ'),
    ('carried_in', 'open when the period began', 'kỳ trước chuyển sang'),
    ('closed', 'closed in the period', 'kết thúc trong kỳ'),
    ('pending', 'open at the end of the period', 'đang giải quyết cuối kỳ'),
    ('feedback_answered', 'feedback that was answered in the period', 'phản ánh, kiến nghị đã trả lời trong kỳ'),
    ('feedback_overdue', 'feedback that was overdue and not answered at the end of the period', 'phản ánh, kiến nghị quá hạn chưa trả lời cuối kỳ'),
    ('procedure', 'no dossier: a procedure that was in force at the end of the period', 'thủ tục còn hiệu lực cuối kỳ, không phải hồ sơ'),
    ('direct', 'came in at the counter, or by an unknown channel', 'nộp trực tiếp hoặc không rõ kênh'),
    ('online', 'came in online', 'nộp trực tuyến'),
    ('postal', 'came in by post', 'nộp qua bưu chính công ích'),
    ('none', 'its procedure only gives information online', 'thủ tục chỉ cung cấp thông tin trực tuyến'),
    ('partial', 'its procedure is online in part', 'thủ tục trực tuyến một phần'),
    ('full', 'its procedure is online as a full process', 'thủ tục trực tuyến toàn trình'),
    ('resolved', 'closed with a result', 'đã giải quyết'),
    ('withdrawn', 'withdrawn by the citizen', 'công dân rút'),
    ('returned', 'stopped or refused after the reception', 'trả lại, dừng xử lý'),
    ('early', 'closed or answered before the due day', 'xong trước ngày hẹn'),
    ('on_day', 'closed or answered on the due day, by the hour', 'xong đúng ngày hẹn, không quá giờ'),
    ('on_day_after_hour', 'closed or answered on the due day, after the hour', 'xong đúng ngày hẹn nhưng quá giờ'),
    ('late', 'closed or answered after the due day', 'xong sau ngày hẹn'),
    ('no_due', 'without a due date', 'không có ngày hẹn trả'),
    ('in_time', 'open and not overdue at the end of the period', 'đang giải quyết, trong hạn'),
    ('overdue', 'open and overdue at the end of the period', 'đang giải quyết, quá hạn'),
    ('components_digitised', 'some of its documents were digitised', 'có thành phần hồ sơ được số hóa'),
    ('components_reused', 'some of its documents were reused', 'có thành phần được tái sử dụng'),
    ('components_from_store', 'some of its documents came from the national store', 'có thành phần lấy từ kho dữ liệu quốc gia'),
    ('fee', 'a fee or charge was due', 'có phí, lệ phí'),
    ('paid_online', 'the fee was paid online', 'phí đã thanh toán trực tuyến'),
    ('result_digitised', 'there is a digital result', 'kết quả được số hóa'),
    ('result_stored', 'the result is filed in the electronic store', 'kết quả lưu kho điện tử'),
    ('paper_result', 'its procedure gives a paper result, or nobody has said that it does not', 'thủ tục có kết quả giấy hoặc chưa rõ'),
    ('electronic_result', 'there is a digital result, or its procedure gives no paper one',
        'có kết quả điện tử, hoặc thủ tục không có kết quả giấy'),
    ('late_first', 'closed after the day that was appointed first', 'kết thúc sau ngày hẹn ban đầu'),
    ('apology_due', 'late, overdue or with an error, so that a letter is due', 'quá hạn hoặc có sai sót, phải xin lỗi'),
    ('apology', 'there is a letter of apology', 'có văn bản xin lỗi'),
    ('apology_in_time', 'the letter came at least a day before the day appointed first', 'xin lỗi trước ngày hẹn ban đầu ít nhất 01 ngày'),
    ('paused', 'waiting for a supplement or a payment', 'đang chờ bổ sung hoặc chờ nộp phí'),
    ('full_eligible', 'a procedure that may be a full process', 'thủ tục đủ điều kiện toàn trình'),
    ('has_fee', 'a procedure with a fee or charge', 'thủ tục có phí, lệ phí'),
    ('online_payment', 'a procedure whose fee can be paid online', 'thủ tục cho phép thanh toán trực tuyến');

COMMIT;
