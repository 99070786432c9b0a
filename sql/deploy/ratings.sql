-- Deploy motcua:ratings to pg
-- requires: result_digitised_at

BEGIN;

CREATE TYPE motcua.satisfaction AS ENUM ('very_satisfied', 'satisfied', 'neutral', 'dissatisfied');
COMMENT ON TYPE motcua.satisfaction IS 'An answer on a scale of three, four or five, as the source file maps it. '
    'VI: Mức độ hài lòng: rất hài lòng, hài lòng, bình thường, chưa hài lòng; tệp nguồn quy đổi từ thang 3, 4 hoặc 5 mức.';

CREATE TABLE motcua.rating (
    source text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL CHECK (code <> ''),
    office text COLLATE "C" NOT NULL REFERENCES motcua.office (code),
    dossier text COLLATE "C",
    answered_at timestamptz NOT NULL,
    level motcua.satisfaction NOT NULL,
    source_updated_at timestamptz,
    skipped boolean NOT NULL DEFAULT false,
    first_run_id bigint,
    last_run_id bigint,
    answered_on date GENERATED ALWAYS AS (motcua.local_day(answered_at)) STORED,
    PRIMARY KEY (source, code)
);
CREATE INDEX ON motcua.rating (answered_on);
COMMENT ON TABLE motcua.rating IS 'Answers of citizens on how satisfied they are (Decision 1001/QD-BNV; Circular 32/2017/TT-BTTTT art. 12), without '
    'names or texts. VI: Phiếu đánh giá mức độ hài lòng, không lưu tên người trả lời và nội dung góp ý.';
COMMENT ON COLUMN motcua.rating.source IS 'Source that delivered it. VI: Nguồn.';
COMMENT ON COLUMN motcua.rating.code IS 'Code of the answer at the source. VI: Mã phiếu đánh giá.';
COMMENT ON COLUMN motcua.rating.office IS 'Office that was rated. VI: Cơ quan được đánh giá.';
COMMENT ON COLUMN motcua.rating.dossier IS 'Code of the dossier that was handled, where the source tells. VI: Mã hồ sơ được đánh giá (nếu có).';
COMMENT ON COLUMN motcua.rating.answered_at IS 'When the citizen answered. VI: Thời điểm đánh giá.';
COMMENT ON COLUMN motcua.rating.level IS 'Level of satisfaction. VI: Mức độ hài lòng.';
COMMENT ON COLUMN motcua.rating.source_updated_at IS 'Last change at the source. VI: Lần cập nhật cuối tại nguồn.';
COMMENT ON COLUMN motcua.rating.skipped IS 'The source has deleted it ([source] skip): it has left all figures. '
    'VI: Nguồn đã xóa phiếu này; không còn tính vào số liệu.';
COMMENT ON COLUMN motcua.rating.first_run_id IS 'Run that saw it first. VI: Lượt chạy thấy lần đầu.';
COMMENT ON COLUMN motcua.rating.last_run_id IS 'Run that changed it last. VI: Lượt chạy cập nhật lần cuối.';
COMMENT ON COLUMN motcua.rating.answered_on IS 'Local day of the answer. VI: Ngày đánh giá theo giờ Việt Nam.';

GRANT SELECT ON motcua.rating TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT INSERT, UPDATE (office, dossier, answered_at, level, source_updated_at, skipped, last_run_id) ON motcua.rating TO motcua_ingest;

COMMIT;
