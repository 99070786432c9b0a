-- Deploy motcua:full_by_default to pg
-- requires: live_calendar
-- requires: row_types
-- Full process is the rule, and partial needs a reason (Decree 224/2026 art. 14): a procedure of which a catalogue does not say
-- whether it may be one, may be one, as one of which nobody has said that it gives no paper result gives one.

BEGIN;

-- What only dossiers name is no procedure that anybody has listed: a misspelt code would make a rate worse.
CREATE OR REPLACE FUNCTION motcua.procedure_marks(online_level motcua.online_level, full_eligible boolean, has_fee boolean, online_payment boolean,
    paper_result boolean, verified boolean) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN motcua.mark('procedure') | motcua.level_mark(online_level) | motcua.mark('full_eligible', coalesce(full_eligible, verified))
           | motcua.mark('has_fee', has_fee) | motcua.mark('online_payment', online_payment)
           | CASE WHEN paper_result IS FALSE THEN motcua.mark('electronic_result') ELSE motcua.mark('paper_result') END;
COMMENT ON FUNCTION motcua.procedure_marks(motcua.online_level, boolean, boolean, boolean, boolean, boolean) IS
    'What a catalogue says of a procedure as bits of motcua.mark; what it leaves open is full process and a paper result. VI: Các dấu hiệu của thủ '
    'tục dưới dạng bit; điều danh mục chưa ghi rõ thì coi là đủ điều kiện toàn trình, có kết quả giấy.';
REVOKE ALL ON FUNCTION motcua.procedure_marks(motcua.online_level, boolean, boolean, boolean, boolean, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.procedure_marks(motcua.online_level, boolean, boolean, boolean, boolean, boolean)
    TO motcua_ingest, motcua_stats, motcua_analyst;

ALTER TABLE motcua.procedure DROP COLUMN marks;
SELECT motcua.alter_rows($alter$
ALTER TABLE motcua.procedure ADD COLUMN marks bigint NOT NULL GENERATED ALWAYS AS (
    motcua.procedure_marks(online_level, full_eligible, has_fee, online_payment, paper_result, verified)) STORED
$alter$);
COMMENT ON COLUMN motcua.procedure.marks IS 'What the catalogue says of it, and gives its dossiers, as bits of motcua.mark. VI: Các dấu hiệu của thủ '
    'tục dưới dạng bit của motcua.mark.';
COMMENT ON COLUMN motcua.procedure.full_eligible IS 'May be carried out as a full process; unknown counts as yes once a catalogue names the '
    'procedure (Decree 224/2026 art. 14: the default). VI: Đủ điều kiện cung cấp toàn trình; danh mục chưa ghi rõ thì coi là đủ (Nghị định 224/2026, '
    'Điều 14).';
COMMENT ON COLUMN motcua.staging_procedure.full_eligible IS 'May be carried out as a full process; unknown counts as yes once a catalogue names the '
    'procedure (Decree 224/2026 art. 14: the default). VI: Đủ điều kiện cung cấp toàn trình; danh mục chưa ghi rõ thì coi là đủ (Nghị định 224/2026, '
    'Điều 14).';

UPDATE motcua.mark_meaning SET text_en = 'a procedure that may be a full process, or of which no catalogue says that it may not',
    text_vi = 'thủ tục đủ điều kiện toàn trình hoặc danh mục chưa ghi rõ' WHERE mark = 'full_eligible';
UPDATE motcua.bucket SET text_en = 'procedures that may be a full process, or of which no catalogue says that they may not',
    text_vi = 'thủ tục đủ điều kiện toàn trình hoặc chưa rõ' WHERE bucket = 'procedures_full_eligible';
UPDATE motcua.rate SET text_en = 'procedures offered as a full process, of those that may be one or of which nothing else is known',
    text_vi = 'thủ tục cung cấp toàn trình / thủ tục đủ điều kiện hoặc chưa rõ' WHERE rate = 'full_process_procedures';
UPDATE motcua.rate SET legal_source = 'Nghị định 224/2026/NĐ-CP, Điều 14 (toàn trình là mặc định) và 19'
WHERE profile = 'report' AND rate = 'full_process_procedures';
UPDATE motcua.rate SET legal_source = 'Quyết định 766/QĐ-TTg, chỉ số 3.1; Nghị định 224/2026/NĐ-CP, Điều 14'
WHERE profile = 'qd766' AND rate = 'full_process_procedures';
UPDATE motcua.rate SET legal_source = 'Nghị định 224/2026/NĐ-CP, Điều 14 và 19.2.a' WHERE profile = 'decree224' AND rate = 'full_process_procedures';

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
        WHEN 'paper_result' THEN CASE WHEN p.paper_result THEN 'thủ tục có kết quả giấy' ELSE 'chưa rõ thủ tục có kết quả giấy không, tính là có' END
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
        WHEN 'full_eligible' THEN CASE WHEN p.full_eligible THEN 'đủ điều kiện toàn trình'
            ELSE 'chưa rõ có đủ điều kiện toàn trình không, tính là đủ' END
        WHEN 'has_fee' THEN 'có phí, lệ phí'
        WHEN 'online_payment' THEN 'cho phép thanh toán trực tuyến'
    END;

COMMIT;
