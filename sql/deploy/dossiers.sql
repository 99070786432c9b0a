-- Deploy motcua:dossiers to pg
-- requires: offices
-- requires: procedures
-- requires: runs
-- requires: marks

BEGIN;

CREATE TYPE motcua.channel AS ENUM ('direct', 'online', 'postal');
COMMENT ON TYPE motcua.channel IS 'How a dossier came in. VI: Kênh nộp: trực tiếp, trực tuyến, bưu chính công ích.';

CREATE TYPE motcua.outcome AS ENUM ('resolved', 'withdrawn', 'returned');
COMMENT ON TYPE motcua.outcome IS 'How a dossier was closed. VI: Kết thúc: đã giải quyết, công dân rút, trả lại hoặc dừng xử lý.';

CREATE TYPE motcua.timeliness AS ENUM ('early', 'on_day', 'on_day_after_hour', 'late', 'no_due');
COMMENT ON TYPE motcua.timeliness IS 'A closing against the due date. VI: Trước hạn; đúng ngày và không quá giờ; đúng ngày nhưng quá giờ; quá hạn; '
    'không có ngày hẹn trả.';

CREATE OR REPLACE FUNCTION motcua.closed_at(status smallint, received_at timestamptz, finished_at timestamptz,
    returned_at timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN received_at IS NULL THEN NULL
        WHEN status IN (9, 10) AND coalesce(finished_at, returned_at) IS NOT NULL
            THEN greatest(coalesce(finished_at, returned_at), received_at)
        WHEN status IN (7, 8) AND finished_at IS NOT NULL THEN greatest(finished_at, received_at)
    END;
COMMENT ON FUNCTION motcua.closed_at(smallint, timestamptz, timestamptz, timestamptz) IS
    'When a dossier was closed: 9 and 10 at finished_at, without it at returned_at; 7 and 8 at finished_at; never before the reception; null while '
    'it is open. VI: Thời điểm kết thúc hồ sơ; để trống nếu còn đang giải quyết.';

CREATE OR REPLACE FUNCTION motcua.timeliness(closed_at timestamptz, due_at timestamptz) RETURNS motcua.timeliness
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN closed_at IS NULL THEN NULL
        WHEN due_at IS NULL THEN 'no_due'::motcua.timeliness
        WHEN motcua.local_day(closed_at) < motcua.local_day(due_at) THEN 'early'::motcua.timeliness
        WHEN motcua.local_day(closed_at) > motcua.local_day(due_at) THEN 'late'::motcua.timeliness
        WHEN closed_at <= due_at OR (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::time = time '00:00' THEN 'on_day'::motcua.timeliness
        ELSE 'on_day_after_hour'::motcua.timeliness
    END;
COMMENT ON FUNCTION motcua.timeliness(timestamptz, timestamptz) IS
    'A closing against a due date, which means the end of its day when its time is 00:00:00. VI: So sánh ngày kết thúc với ngày hẹn trả; giờ hẹn '
    '00:00:00 nghĩa là hết ngày đó.';

-- Offices and procedures are no foreign keys: checking three for each row would take longer than storing
-- it. motcua.merge_dossiers creates what a batch names, and motcua.keep_named lets nobody take it away.
-- Vacuumed after weeks and not, as by default, after a fifth of years: until then an index keeps what is gone, and what
-- is new cannot be read from the index alone.
CREATE TABLE motcua.dossier (
    source text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL CHECK (code <> ''),
    receiving_office text COLLATE "C" NOT NULL,
    handling_office text COLLATE "C" NOT NULL,
    procedure text COLLATE "C",
    channel motcua.channel NOT NULL DEFAULT 'direct',
    online_level motcua.online_level,
    status smallint NOT NULL CHECK (status BETWEEN 1 AND 10),
    submitted_at timestamptz,
    received_at timestamptz,
    due_at timestamptz,
    due_at_first timestamptz,
    finished_at timestamptz,
    returned_at timestamptz,
    apology_at timestamptz,
    source_updated_at timestamptz,
    fee bigint NOT NULL DEFAULT 0 CHECK (fee >= 0),
    components_total integer NOT NULL DEFAULT 0,
    components_digitised integer NOT NULL DEFAULT 0,
    components_reused integer NOT NULL DEFAULT 0,
    components_from_store integer NOT NULL DEFAULT 0,
    result_digitised boolean NOT NULL DEFAULT false,
    result_stored boolean NOT NULL DEFAULT false,
    paid_online boolean NOT NULL DEFAULT false,
    erroneous boolean NOT NULL DEFAULT false,
    skipped boolean NOT NULL DEFAULT false,
    counted_in text COLLATE "C",
    first_run_id bigint,
    last_run_id bigint,
    record_hash uuid,
    received_on date GENERATED ALWAYS AS (CASE WHEN status NOT IN (1, 3) AND NOT skipped AND counted_in IS NULL
        THEN motcua.local_day(received_at) END) STORED,
    due_on date GENERATED ALWAYS AS (motcua.local_day(due_at)) STORED,
    closed_on date GENERATED ALWAYS AS (motcua.local_day(motcua.closed_at(CASE WHEN NOT skipped AND counted_in IS NULL THEN status END, received_at,
        finished_at, returned_at))) STORED,
    outcome motcua.outcome GENERATED ALWAYS AS (
        CASE WHEN motcua.closed_at(CASE WHEN NOT skipped AND counted_in IS NULL THEN status END, received_at, finished_at, returned_at)
            IS NOT NULL THEN
            CASE WHEN status = 7 THEN 'withdrawn'::motcua.outcome
                 WHEN status = 8 THEN 'returned'::motcua.outcome
                 ELSE 'resolved'::motcua.outcome END
        END) STORED,
    timeliness motcua.timeliness GENERATED ALWAYS AS (
        motcua.timeliness(motcua.closed_at(CASE WHEN NOT skipped AND counted_in IS NULL THEN status END, received_at, finished_at, returned_at),
            due_at)) STORED,
    timeliness_first motcua.timeliness GENERATED ALWAYS AS (
        motcua.timeliness(motcua.closed_at(CASE WHEN NOT skipped AND counted_in IS NULL THEN status END, received_at, finished_at, returned_at),
            due_at_first)) STORED,
    marks bigint NOT NULL GENERATED ALWAYS AS (
        CASE channel WHEN 'online' THEN motcua.mark('online') WHEN 'direct' THEN motcua.mark('direct') ELSE motcua.mark('postal') END
        | motcua.level_mark(online_level)
        | motcua.mark('components_digitised', components_digitised > 0) | motcua.mark('components_reused', components_reused > 0)
        | motcua.mark('components_from_store', components_from_store > 0)
        | motcua.mark('fee', fee > 0) | motcua.mark('paid_online', paid_online)
        | CASE WHEN result_digitised THEN motcua.marks('result_digitised', 'electronic_result') ELSE 0 END
        | motcua.mark('result_stored', result_stored)
        | motcua.mark('paused', status IN (5, 6)) | motcua.mark('apology_due', erroneous)
        | CASE WHEN apology_at IS NULL THEN 0
               WHEN motcua.local_day(apology_at) < motcua.local_day(due_at_first) THEN motcua.marks('apology', 'apology_in_time')
               ELSE motcua.mark('apology') END
        | CASE WHEN motcua.closed_at(CASE WHEN NOT skipped AND counted_in IS NULL THEN status END, received_at, finished_at, returned_at) IS NULL
            THEN 0
               WHEN status = 7 THEN motcua.marks('closed', 'withdrawn') WHEN status = 8 THEN motcua.marks('closed', 'returned')
               ELSE motcua.marks('closed', 'resolved') END
        | CASE motcua.timeliness(motcua.closed_at(CASE WHEN NOT skipped AND counted_in IS NULL THEN status END, received_at, finished_at,
            returned_at), due_at)
              WHEN 'early' THEN motcua.mark('early') WHEN 'on_day' THEN motcua.mark('on_day') WHEN 'on_day_after_hour'
                  THEN motcua.mark('on_day_after_hour')
              WHEN 'late' THEN motcua.marks('late', 'apology_due') WHEN 'no_due' THEN motcua.mark('no_due') ELSE 0 END
        | motcua.mark('late_first', motcua.timeliness(motcua.closed_at(CASE WHEN NOT skipped AND counted_in IS NULL THEN status END, received_at,
            finished_at, returned_at), due_at_first) = 'late')) STORED,
    PRIMARY KEY (source, code),
    CHECK (counted_in <> source)
) WITH (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);

-- Days come roughly in the order of the rows, so a few kilobytes of block ranges find a period. A page has room
-- for the next versions of its rows: where they have to move, later ones fill the gaps, and after five years of
-- nights a month lies in six times as many pages.
-- Both days in one index: the planner takes two conditions for independent, and would read all that was closed since to
-- find what had been received before.
CREATE INDEX dossier_days ON motcua.dossier USING brin (received_on, closed_on) WITH (pages_per_range = 32, autosummarize = on);
-- What is open is asked for by its outcome: block ranges of closed_on would offer themselves, and a forgotten dossier
-- in each of them makes them read the whole table. Each forgotten one lies in a page of its own, so figures read these
-- from the index alone. Every dossier passes through it: in the order of a hash those of all ages share pages, and the
-- room of what is closed is used again; in any order that follows time the forgotten ones would keep all pages.
CREATE INDEX dossier_open ON motcua.dossier (hashtext(code), received_on) INCLUDE (due_on, handling_office, marks, procedure)
    WHERE outcome IS NULL AND received_on IS NOT NULL;
-- For lists in the order of the day; equal keys share one entry.
CREATE INDEX dossier_due ON motcua.dossier (due_on, received_on) WHERE outcome IS NULL AND received_on IS NOT NULL;

-- What another source tells of too is found among millions, and costs nothing where each dossier comes from one.
CREATE INDEX dossier_told_again ON motcua.dossier (source, code) WHERE counted_in IS NOT NULL;

COMMENT ON TABLE motcua.dossier IS 'One row a source and dossier, without personal data. VI: Mỗi nguồn và hồ sơ thủ tục hành chính một dòng, không '
    'có dữ liệu cá nhân.';
COMMENT ON COLUMN motcua.dossier.source IS 'Source that delivered it. VI: Nguồn dữ liệu.';
COMMENT ON COLUMN motcua.dossier.code IS 'Dossier code (Circular 01/2018/TT-VPCP art. 19). VI: Mã hồ sơ (Thông tư 01/2018/TT-VPCP, Điều 19).';
COMMENT ON COLUMN motcua.dossier.receiving_office IS 'Office that took the dossier in. VI: Nơi tiếp nhận.';
COMMENT ON COLUMN motcua.dossier.handling_office IS 'Office accountable for it; figures count here. VI: Cơ quan chịu trách nhiệm giải quyết; số liệu '
    'tính cho cơ quan này.';
COMMENT ON COLUMN motcua.dossier.procedure IS 'Procedure asked for. VI: Thủ tục hành chính.';
COMMENT ON COLUMN motcua.dossier.channel IS 'How it came in; unknown counts as direct. VI: Kênh nộp; không rõ thì coi là trực tiếp.';
COMMENT ON COLUMN motcua.dossier.online_level IS 'Online level that the dossier itself states; else its procedure''s counts. VI: Mức độ trực tuyến '
    'ghi trong hồ sơ; nếu trống thì lấy theo thủ tục.';
COMMENT ON COLUMN motcua.dossier.status IS 'National status 1..10: 1 submitted, 2 received, 3 not accepted, 4 in process, 5 supplement asked, 6 '
    'payment asked, 7 withdrawn, 8 stopped, 9 resolved, 10 result handed over. VI: Trạng thái hồ sơ 1..10 theo Cổng Dịch vụ công quốc gia.';
COMMENT ON COLUMN motcua.dossier.submitted_at IS 'Submission. VI: Ngày nộp.';
COMMENT ON COLUMN motcua.dossier.received_at IS 'Reception. VI: Ngày tiếp nhận.';
COMMENT ON COLUMN motcua.dossier.due_at IS 'Appointed return; a time of 00:00:00 means the end of the day. VI: Ngày hẹn trả kết quả; giờ 00:00:00 '
    'nghĩa là hết ngày.';
COMMENT ON COLUMN motcua.dossier.due_at_first IS 'Appointed return when first seen; never overwritten. VI: Ngày hẹn trả ghi nhận lần đầu, không bao '
    'giờ sửa.';
COMMENT ON COLUMN motcua.dossier.finished_at IS 'End of processing. VI: Ngày kết thúc xử lý.';
COMMENT ON COLUMN motcua.dossier.returned_at IS 'Result handed over. VI: Ngày trả kết quả.';
COMMENT ON COLUMN motcua.dossier.apology_at IS 'Apology letter with a new appointment (Decree 61/2018 art. 19.9). VI: Ngày có văn bản xin lỗi và hẹn '
    'lại (Nghị định 61/2018, Điều 19.9).';
COMMENT ON COLUMN motcua.dossier.source_updated_at IS 'Last change at the source. VI: Lần cập nhật cuối tại nguồn.';
COMMENT ON COLUMN motcua.dossier.fee IS 'Fees and charges, in dong. VI: Tổng phí, lệ phí (đồng).';
COMMENT ON COLUMN motcua.dossier.components_total IS 'Documents submitted. VI: Số thành phần hồ sơ.';
COMMENT ON COLUMN motcua.dossier.components_digitised IS 'Documents digitised. VI: Số thành phần hồ sơ được số hóa.';
COMMENT ON COLUMN motcua.dossier.components_reused IS 'Documents reused from earlier digitisation. VI: Số thành phần được tái sử dụng.';
COMMENT ON COLUMN motcua.dossier.components_from_store IS 'Documents taken from the national store. VI: Số thành phần lấy từ kho dữ liệu quốc gia.';
COMMENT ON COLUMN motcua.dossier.result_digitised IS 'There is a digital result. VI: Đã số hóa kết quả giải quyết.';
COMMENT ON COLUMN motcua.dossier.result_stored IS 'The result is filed in the electronic store. VI: Kết quả đã lưu kho dữ liệu điện tử.';
COMMENT ON COLUMN motcua.dossier.paid_online IS 'The fee was paid online. VI: Đã thanh toán trực tuyến.';
COMMENT ON COLUMN motcua.dossier.erroneous IS 'The office made an error in handling it. VI: Có sai sót trong giải quyết.';
COMMENT ON COLUMN motcua.dossier.skipped IS 'The source has deleted it, or marks it as something else by now ([source] skip): it has left all '
    'figures. VI: Nguồn đã xóa hoặc loại hồ sơ này; không còn tính vào số liệu.';
COMMENT ON COLUMN motcua.dossier.counted_in IS 'Source whose row of the same code counts in the place of this one: a dossier that several systems '
    'deliver counts once, see motcua.counting_source. Null: this row is the one, unless it is skipped. VI: Nguồn được tính thay cho dòng này khi '
    'nhiều hệ thống cùng gửi một hồ sơ; trống nếu tính theo chính dòng này.';
COMMENT ON COLUMN motcua.dossier.first_run_id IS 'Run that saw it first. VI: Lượt chạy thấy lần đầu.';
COMMENT ON COLUMN motcua.dossier.last_run_id IS 'Run that changed it last. VI: Lượt chạy cập nhật lần cuối.';
COMMENT ON COLUMN motcua.dossier.record_hash IS 'XXH3 of the record''s bytes and of the rules that read it: tells tonight''s record from last '
    'night''s before it is parsed. VI: Giá trị băm của bản ghi nguồn, để nhận ra bản ghi không đổi.';
COMMENT ON COLUMN motcua.dossier.received_on IS 'Local day of the reception; null when the row does not count (status 1 or 3, no reception, skipped, '
    'counted in another source). VI: Ngày tiếp nhận theo giờ Việt Nam; trống nếu không tính.';
COMMENT ON COLUMN motcua.dossier.due_on IS 'Local day of the appointed return. VI: Ngày hẹn trả theo giờ Việt Nam.';
COMMENT ON COLUMN motcua.dossier.closed_on IS 'Local day of the closing; null while open. VI: Ngày kết thúc theo giờ Việt Nam; trống nếu đang giải '
    'quyết.';
COMMENT ON COLUMN motcua.dossier.outcome IS 'How it was closed; null while open. VI: Kết thúc như thế nào.';
COMMENT ON COLUMN motcua.dossier.timeliness IS 'Closing against due_at. VI: So với ngày hẹn trả hiện tại.';
COMMENT ON COLUMN motcua.dossier.timeliness_first IS 'Closing against due_at_first. VI: So với ngày hẹn trả ban đầu.';
COMMENT ON COLUMN motcua.dossier.marks IS 'What the dossier itself says of its marks, as bits of motcua.mark: a year of a million dossiers is '
    'counted in half the time. VI: Các dấu hiệu của hồ sơ dưới dạng bit của motcua.mark.';

CREATE OR REPLACE FUNCTION motcua.keep_named() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.code = OLD.code THEN
        RETURN NEW;
    END IF;
    IF TG_TABLE_NAME = 'office' AND EXISTS (SELECT FROM motcua.dossier AS d WHERE OLD.code IN (d.handling_office, d.receiving_office))
       OR TG_TABLE_NAME = 'procedure' AND EXISTS (SELECT FROM motcua.dossier AS d WHERE d.procedure = OLD.code)
    THEN
        RAISE EXCEPTION '% % is named by dossiers', TG_TABLE_NAME, OLD.code
            USING ERRCODE = 'foreign_key_violation', HINT = 'Set valid_to, or record a succession.';
    END IF;
    RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
END;
$$;
COMMENT ON FUNCTION motcua.keep_named() IS 'Keeps an office or procedure that dossiers name from being deleted or given another code. VI: Không cho '
    'xóa hoặc đổi mã cơ quan, thủ tục đang có hồ sơ.';
CREATE OR REPLACE TRIGGER keep_named BEFORE DELETE OR UPDATE OF code ON motcua.office FOR EACH ROW EXECUTE FUNCTION motcua.keep_named();
CREATE OR REPLACE TRIGGER keep_named BEFORE DELETE OR UPDATE OF code ON motcua.procedure FOR EACH ROW EXECUTE FUNCTION motcua.keep_named();

CREATE TABLE motcua.dossier_change (
    change_id bigint GENERATED ALWAYS AS IDENTITY,
    source text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    run_id bigint NOT NULL REFERENCES motcua.run (run_id),
    seen_at timestamptz NOT NULL DEFAULT now(),
    field text NOT NULL,
    old_value text,
    new_value text,
    PRIMARY KEY (source, change_id)
);
CREATE INDEX ON motcua.dossier_change (source, code);
COMMENT ON TABLE motcua.dossier_change IS 'Append-only log of changes of status, dates and office, of deletions at the source, and of the source '
    'that counts. VI: Nhật ký thay đổi trạng thái, ngày tháng, cơ quan, việc xóa hồ sơ ở nguồn và việc đổi nguồn được tính; chỉ ghi thêm.';
COMMENT ON COLUMN motcua.dossier_change.change_id IS 'Number of the change. VI: Số thứ tự.';
COMMENT ON COLUMN motcua.dossier_change.source IS 'Source of the dossier. VI: Nguồn.';
COMMENT ON COLUMN motcua.dossier_change.code IS 'Dossier code. VI: Mã hồ sơ.';
COMMENT ON COLUMN motcua.dossier_change.run_id IS 'Run that saw the change. VI: Lượt chạy phát hiện.';
COMMENT ON COLUMN motcua.dossier_change.seen_at IS 'When it was seen. VI: Thời điểm phát hiện.';
COMMENT ON COLUMN motcua.dossier_change.field IS 'Column of motcua.dossier that changed. VI: Trường thay đổi.';
COMMENT ON COLUMN motcua.dossier_change.old_value IS 'Value before. VI: Giá trị cũ.';
COMMENT ON COLUMN motcua.dossier_change.new_value IS 'Value after. VI: Giá trị mới.';

COMMIT;
