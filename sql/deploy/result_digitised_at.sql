-- Deploy motcua:result_digitised_at to pg
-- requires: grants

BEGIN;

ALTER TABLE motcua.dossier ADD COLUMN result_digitised_at timestamptz;
ALTER TABLE motcua.dossier_version ADD COLUMN result_digitised_at timestamptz;
ALTER TABLE motcua.staging_dossier ADD COLUMN result_digitised_at timestamptz;
COMMENT ON COLUMN motcua.dossier.result_digitised_at IS 'When the result was digitised; null when the source does not tell. VI: Ngày số hóa kết quả '
    'giải quyết; trống nếu nguồn không ghi.';
GRANT UPDATE (result_digitised_at) ON motcua.dossier TO motcua_ingest;
DO $$
BEGIN
    PERFORM motcua.follow_dossier();
END $$;

-- A row for each name: a column that comes later is one more, and no function has to be written anew.
CREATE TABLE motcua.field_label (
    field text COLLATE "C" PRIMARY KEY,
    text_vi text NOT NULL
);
COMMENT ON TABLE motcua.field_label IS 'What offices call the columns of motcua.dossier. VI: Tên gọi của các trường dữ liệu hồ sơ.';
COMMENT ON COLUMN motcua.field_label.field IS 'Column. VI: Tên cột.';
COMMENT ON COLUMN motcua.field_label.text_vi IS 'Its name in Vietnamese. VI: Tên gọi.';
INSERT INTO motcua.field_label (field, text_vi) VALUES
    ('receiving_office', 'nơi tiếp nhận'),
    ('handling_office', 'cơ quan giải quyết'),
    ('procedure', 'thủ tục'),
    ('channel', 'kênh nộp'),
    ('status', 'trạng thái'),
    ('submitted_at', 'ngày nộp'),
    ('received_at', 'ngày tiếp nhận'),
    ('due_at', 'ngày hẹn trả'),
    ('due_at_first', 'ngày hẹn trả ban đầu'),
    ('finished_at', 'ngày kết thúc'),
    ('returned_at', 'ngày trả kết quả'),
    ('apology_at', 'ngày xin lỗi'),
    ('components_total', 'số thành phần hồ sơ'),
    ('components_digitised', 'số thành phần số hóa'),
    ('components_reused', 'số thành phần tái sử dụng'),
    ('components_from_store', 'số thành phần lấy từ kho quốc gia'),
    ('result_digitised', 'kết quả điện tử'),
    ('result_digitised_at', 'ngày số hóa kết quả'),
    ('result_stored', 'lưu kho kết quả'),
    ('fee', 'phí, lệ phí'),
    ('paid_online', 'thanh toán trực tuyến'),
    ('erroneous', 'sai sót'),
    ('online_level', 'mức độ trực tuyến'),
    ('skipped', 'bị xóa ở nguồn'),
    ('counted_in', 'nguồn được tính'),
    ('source', 'nguồn được tính'),
    ('timeliness', 'mức đúng hạn');
GRANT SELECT ON motcua.field_label TO motcua_ingest, motcua_stats, motcua_analyst;

CREATE OR REPLACE FUNCTION motcua.field_text(field text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce((SELECT l.text_vi FROM motcua.field_label AS l WHERE l.field = field_text.field), field);

COMMIT;
