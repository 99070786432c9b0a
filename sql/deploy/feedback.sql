-- Deploy motcua:feedback to pg
-- requires: offices
-- requires: dossiers
-- requires: calendar

BEGIN;

CREATE TABLE motcua.feedback (
    source text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL CHECK (code <> ''),
    office text COLLATE "C" NOT NULL REFERENCES motcua.office (code),
    received_at timestamptz NOT NULL,
    transferred_at timestamptz,
    due_at timestamptz,
    due_term text COLLATE "C",
    answered_at timestamptz,
    published_at timestamptz,
    status text,
    class text,
    source_updated_at timestamptz,
    skipped boolean NOT NULL DEFAULT false,
    counted_in text COLLATE "C",
    first_run_id bigint,
    last_run_id bigint,
    answered_on date GENERATED ALWAYS AS (motcua.local_day(greatest(answered_at, CASE WHEN answered_at IS NOT NULL THEN received_at END))) STORED,
    timeliness motcua.timeliness GENERATED ALWAYS AS (motcua.timeliness(answered_at, due_at)) STORED,
    PRIMARY KEY (source, code),
    CHECK (counted_in <> source)
);
CREATE INDEX ON motcua.feedback (answered_on);
CREATE INDEX ON motcua.feedback (code);
COMMENT ON TABLE motcua.feedback IS 'Feedback and proposals on procedures (Decrees 20/2008, 63/2010, 92/2017), without names or texts. VI: Phản ánh, '
    'kiến nghị về quy định hành chính, không lưu tên người gửi và nội dung.';
COMMENT ON COLUMN motcua.feedback.source IS 'Source that delivered it. VI: Nguồn.';
COMMENT ON COLUMN motcua.feedback.code IS 'Code at the source. VI: Mã phản ánh, kiến nghị.';
COMMENT ON COLUMN motcua.feedback.office IS 'Office that must answer. VI: Cơ quan phải trả lời.';
COMMENT ON COLUMN motcua.feedback.received_at IS 'Reception. VI: Ngày tiếp nhận.';
COMMENT ON COLUMN motcua.feedback.transferred_at IS 'Latest transfer to the office that must answer. VI: Ngày chuyển gần nhất đến cơ quan phải trả '
    'lời.';
COMMENT ON COLUMN motcua.feedback.due_at IS 'Answer due; a time of 00:00:00 means the end of the day. VI: Hạn trả lời; giờ 00:00:00 nghĩa là hết '
    'ngày.';
COMMENT ON COLUMN motcua.feedback.due_term IS 'Row of motcua.feedback_term that due_at was computed from; null when the source states it. VI: Quy '
    'định dùng để tính hạn; để trống nếu nguồn ghi hạn.';
COMMENT ON COLUMN motcua.feedback.answered_at IS 'Answer given. VI: Ngày trả lời.';
COMMENT ON COLUMN motcua.feedback.published_at IS 'Answer published. VI: Ngày công khai.';
COMMENT ON COLUMN motcua.feedback.status IS 'received, processing, answered, published, refused. VI: Trạng thái: đã tiếp nhận, đang xử lý, đã trả '
    'lời, đã công khai, từ chối.';
COMMENT ON COLUMN motcua.feedback.class IS 'regulation: on a regulation; behaviour: on the conduct of officials. VI: Loại: về quy định hành chính '
    'hoặc về hành vi.';
COMMENT ON COLUMN motcua.feedback.source_updated_at IS 'Last change at the source. VI: Lần cập nhật cuối tại nguồn.';
COMMENT ON COLUMN motcua.feedback.skipped IS 'The source has deleted it ([source] skip): it has left all figures. VI: Nguồn đã xóa phản ánh này; '
    'không còn tính vào số liệu.';
COMMENT ON COLUMN motcua.feedback.counted_in IS 'Source whose row of the same code counts in the place of this one, as in motcua.dossier. VI: Nguồn '
    'được tính thay cho dòng này, như ở motcua.dossier.';
COMMENT ON COLUMN motcua.feedback.first_run_id IS 'Run that saw it first. VI: Lượt chạy thấy lần đầu.';
COMMENT ON COLUMN motcua.feedback.last_run_id IS 'Run that changed it last. VI: Lượt chạy cập nhật lần cuối.';
COMMENT ON COLUMN motcua.feedback.answered_on IS 'Local day of the answer. VI: Ngày trả lời theo giờ Việt Nam.';
COMMENT ON COLUMN motcua.feedback.timeliness IS 'Answer against due_at. VI: So với hạn trả lời.';

CREATE TABLE motcua.feedback_term (
    term text COLLATE "C" PRIMARY KEY,
    working_days integer NOT NULL CHECK (working_days BETWEEN 1 AND 250),
    counts_from text NOT NULL CHECK (counts_from IN ('received', 'transferred')),
    outcome text NOT NULL DEFAULT 'answered' CHECK (outcome IN ('answered', 'refused')),
    in_use boolean NOT NULL,
    valid_from date,
    valid_to date,
    text_vi text NOT NULL,
    legal_source text NOT NULL,
    CHECK (valid_from <= valid_to),
    EXCLUDE USING gist (daterange(valid_from, valid_to, '[]') WITH &&) WHERE (in_use AND outcome = 'answered'),
    EXCLUDE USING gist (daterange(valid_from, valid_to, '[]') WITH &&) WHERE (in_use AND outcome = 'refused')
);
COMMENT ON TABLE motcua.feedback_term IS 'How long an office has to answer feedback when the source states no deadline. On any day at most one row '
    'of each outcome is in use; a province switches its own on. VI: Thời hạn trả lời phản ánh, kiến nghị khi nguồn không ghi hạn; mỗi thời điểm chỉ '
    'một dòng được dùng cho mỗi loại kết quả.';
COMMENT ON COLUMN motcua.feedback_term.term IS 'Name. VI: Tên.';
COMMENT ON COLUMN motcua.feedback_term.working_days IS 'Working days after the day of the event. VI: Số ngày làm việc kể từ ngày sau sự kiện.';
COMMENT ON COLUMN motcua.feedback_term.counts_from IS 'received: the reception; transferred: the latest transfer, or the reception when there was '
    'none. VI: Tính từ ngày tiếp nhận, hoặc từ ngày chuyển gần nhất (nếu không chuyển thì từ ngày tiếp nhận).';
COMMENT ON COLUMN motcua.feedback_term.outcome IS 'answered, or refused: the office has refused or returned it (status refused); without a row for '
    'that, the one for answers holds. VI: Trả lời, hoặc từ chối, trả lại; nếu không có dòng riêng cho từ chối thì áp dụng dòng trả lời.';
COMMENT ON COLUMN motcua.feedback_term.in_use IS 'Deadlines are computed from this row. VI: Đang dùng để tính hạn.';
COMMENT ON COLUMN motcua.feedback_term.valid_from IS 'First day of reception that it holds for. VI: Áp dụng cho ngày tiếp nhận từ.';
COMMENT ON COLUMN motcua.feedback_term.valid_to IS 'Last day of reception that it holds for. VI: Áp dụng cho ngày tiếp nhận đến.';
COMMENT ON COLUMN motcua.feedback_term.text_vi IS 'Meaning. VI: Ý nghĩa.';
COMMENT ON COLUMN motcua.feedback_term.legal_source IS 'Where it is laid down. VI: Căn cứ.';

INSERT INTO motcua.feedback_term (term, working_days, counts_from, outcome, in_use, text_vi, legal_source) VALUES
    ('qd766', 15, 'transferred', 'answered', true, '15 ngày làm việc kể từ ngày tiếp nhận hoặc ngày chuyển gần nhất',
        'Quyết định 766/QĐ-TTg, chỉ số 5.2'),
    ('qd766-tu-choi', 2, 'transferred', 'refused', true, 'từ chối hoặc trả lại trong 2 ngày làm việc kể từ ngày tiếp nhận hoặc ngày chuyển gần nhất',
        'Quyết định 766/QĐ-TTg, chỉ số 5.2'),
    ('ninh-binh', 10, 'received', 'answered', false, '10 ngày làm việc kể từ ngày tiếp nhận', 'Quyết định 163/2025/QĐ-UBND tỉnh Ninh Bình, Điều 19');

CREATE OR REPLACE FUNCTION motcua.feedback_due(received_at timestamptz, transferred_at timestamptz, status text, OUT due_at timestamptz,
    OUT due_term text)
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
    SELECT motcua.add_working_days(motcua.local_day(CASE t.counts_from WHEN 'transferred' THEN greatest($2, $1) ELSE $1 END),
        t.working_days)::timestamp
               AT TIME ZONE 'Asia/Ho_Chi_Minh', t.term
    FROM motcua.feedback_term AS t
    WHERE t.in_use AND coalesce(t.valid_from <= motcua.local_day($1), true) AND coalesce(t.valid_to >= motcua.local_day($1), true)
      AND t.outcome IN ('answered', CASE WHEN $3 = 'refused' THEN 'refused' END)
    ORDER BY t.outcome = 'refused' DESC
    LIMIT 1
$$;
COMMENT ON FUNCTION motcua.feedback_due(timestamptz, timestamptz, text)
    IS 'Deadline of an answer, or of a refusal, from the term in use on the day of the reception and the working-day calendar; null without such a '
    'term. VI: Hạn trả lời tính theo quy định đang dùng và lịch làm việc.';

COMMIT;
