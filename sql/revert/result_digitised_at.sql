-- Revert motcua:result_digitised_at from pg
-- What the column held is lost, here and in the past of the dossiers.

BEGIN;

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

DROP TABLE motcua.field_label;
DROP VIEW motcua.dossier_history;
ALTER TABLE motcua.staging_dossier DROP COLUMN result_digitised_at;
ALTER TABLE motcua.dossier_version DROP COLUMN result_digitised_at;
ALTER TABLE motcua.dossier DROP COLUMN result_digitised_at;
DO $$
BEGIN
    PERFORM motcua.follow_dossier();
END $$;
GRANT SELECT ON motcua.dossier_history TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
