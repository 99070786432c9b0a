-- Deploy motcua:feedback to pg
-- requires: offices
-- requires: dossiers

BEGIN;

CREATE TABLE motcua.feedback (
    source text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL CHECK (code <> ''),
    office text COLLATE "C" NOT NULL REFERENCES motcua.office (code),
    received_at timestamptz NOT NULL,
    due_at timestamptz,
    answered_at timestamptz,
    published_at timestamptz,
    status text,
    class text,
    answered_on date GENERATED ALWAYS AS (motcua.local_day(greatest(answered_at, CASE WHEN answered_at IS NOT NULL THEN received_at END))) STORED,
    timeliness motcua.timeliness GENERATED ALWAYS AS (motcua.timeliness(answered_at, due_at)) STORED,
    PRIMARY KEY (source, code)
);
CREATE INDEX ON motcua.feedback (answered_on);
COMMENT ON TABLE motcua.feedback IS 'Feedback and proposals on procedures (Decrees 20/2008, 63/2010, 92/2017), without names or texts. VI: Phản ánh, kiến nghị về quy định hành chính, không lưu tên người gửi và nội dung.';
COMMENT ON COLUMN motcua.feedback.source IS 'Source that delivered it. VI: Nguồn.';
COMMENT ON COLUMN motcua.feedback.code IS 'Code at the source. VI: Mã phản ánh, kiến nghị.';
COMMENT ON COLUMN motcua.feedback.office IS 'Office that must answer. VI: Cơ quan phải trả lời.';
COMMENT ON COLUMN motcua.feedback.received_at IS 'Reception. VI: Ngày tiếp nhận.';
COMMENT ON COLUMN motcua.feedback.due_at IS 'Answer due. VI: Hạn trả lời.';
COMMENT ON COLUMN motcua.feedback.answered_at IS 'Answer given. VI: Ngày trả lời.';
COMMENT ON COLUMN motcua.feedback.published_at IS 'Answer published. VI: Ngày công khai.';
COMMENT ON COLUMN motcua.feedback.status IS 'Status at the source. VI: Trạng thái tại nguồn.';
COMMENT ON COLUMN motcua.feedback.class IS 'On a regulation, or on the behaviour of officials. VI: Loại: về quy định hoặc về hành vi.';
COMMENT ON COLUMN motcua.feedback.answered_on IS 'Local day of the answer. VI: Ngày trả lời theo giờ Việt Nam.';
COMMENT ON COLUMN motcua.feedback.timeliness IS 'Answer against due_at. VI: So với hạn trả lời.';

COMMIT;
