-- Revert motcua:full_by_default from pg

BEGIN;

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
        WHEN 'very_satisfied' THEN motcua.satisfaction_text('very_satisfied')
        WHEN 'satisfied' THEN motcua.satisfaction_text('satisfied')
        WHEN 'neutral' THEN motcua.satisfaction_text('neutral')
        WHEN 'dissatisfied' THEN motcua.satisfaction_text('dissatisfied')
        WHEN 'reopened' THEN 'đã từng giải quyết xong rồi mở lại'
        WHEN 'supplemented' THEN 'đã từng yêu cầu bổ sung giấy tờ'
        WHEN 'due_moved' THEN format('hẹn trả ban đầu %s, nay %s', motcua.local_text(d.due_at_first), coalesce(motcua.local_text(d.due_at),
            'không có ngày hẹn trả'))
        WHEN 'store_or_result' THEN CASE WHEN d.result_digitised THEN 'có kết quả điện tử'
            ELSE format('%s thành phần lấy từ kho quốc gia', d.components_from_store) END
        WHEN 'full_eligible' THEN 'đủ điều kiện toàn trình'
        WHEN 'has_fee' THEN 'có phí, lệ phí'
        WHEN 'online_payment' THEN 'cho phép thanh toán trực tuyến'
    END;

UPDATE motcua.rate SET legal_source = 'Nghị định 224/2026/NĐ-CP, Điều 19.2.a' WHERE profile = 'decree224' AND rate = 'full_process_procedures';
UPDATE motcua.rate SET legal_source = 'Quyết định 766/QĐ-TTg, chỉ số 3.1' WHERE profile = 'qd766' AND rate = 'full_process_procedures';
UPDATE motcua.rate SET legal_source = 'Nghị định 224/2026/NĐ-CP, Điều 14 và 19' WHERE profile = 'report' AND rate = 'full_process_procedures';
UPDATE motcua.rate SET text_en = 'procedures offered as a full process, of those eligible',
    text_vi = 'thủ tục cung cấp toàn trình / thủ tục đủ điều kiện' WHERE rate = 'full_process_procedures';
UPDATE motcua.bucket SET text_en = 'procedures that may be a full process', text_vi = 'thủ tục đủ điều kiện toàn trình'
WHERE bucket = 'procedures_full_eligible';
UPDATE motcua.mark_meaning SET text_en = 'a procedure that may be a full process', text_vi = 'thủ tục đủ điều kiện toàn trình'
WHERE mark = 'full_eligible';

COMMENT ON COLUMN motcua.staging_procedure.full_eligible IS 'May be carried out as a full process (Decree 224/2026 art. 14: the default). VI: Đủ '
    'điều '
    'kiện cung cấp toàn trình (Nghị định 224/2026, Điều 14).';
COMMENT ON COLUMN motcua.procedure.full_eligible IS 'May be carried out as a full process (Decree 224/2026 art. 14: the default). VI: Đủ điều kiện '
    'cung cấp toàn trình (Nghị định 224/2026, Điều 14).';
ALTER TABLE motcua.procedure DROP COLUMN marks;
SELECT motcua.alter_rows($alter$
ALTER TABLE motcua.procedure ADD COLUMN marks bigint NOT NULL GENERATED ALWAYS AS (
    motcua.mark('procedure') | motcua.level_mark(online_level) | motcua.mark('full_eligible', full_eligible) | motcua.mark('has_fee', has_fee)
    | motcua.mark('online_payment', online_payment)
    | CASE WHEN paper_result IS FALSE THEN motcua.mark('electronic_result') ELSE motcua.mark('paper_result') END) STORED
$alter$);
COMMENT ON COLUMN motcua.procedure.marks IS 'What the catalogue says of it, and gives its dossiers, as bits of motcua.mark. VI: Các dấu hiệu của thủ '
    'tục dưới dạng bit của motcua.mark.';
DROP FUNCTION motcua.procedure_marks(motcua.online_level, boolean, boolean, boolean, boolean, boolean);

COMMIT;
