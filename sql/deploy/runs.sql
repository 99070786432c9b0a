-- Deploy motcua:runs to pg
-- requires: schema

BEGIN;

CREATE TABLE motcua.run (
    run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    program text NOT NULL CHECK (program IN ('ingest', 'replay', 'stats')),
    source text COLLATE "C",
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'failed', 'interrupted')),
    pages bigint NOT NULL DEFAULT 0,
    records bigint NOT NULL DEFAULT 0,
    inserted bigint NOT NULL DEFAULT 0,
    updated bigint NOT NULL DEFAULT 0,
    unchanged bigint NOT NULL DEFAULT 0,
    superseded bigint NOT NULL DEFAULT 0,
    rejected bigint NOT NULL DEFAULT 0,
    skipped bigint NOT NULL DEFAULT 0,
    unkept bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    listed_all boolean NOT NULL DEFAULT false,
    read_until timestamptz,
    dated_until timestamptz,
    error text,
    note text,
    backend_pid integer NOT NULL DEFAULT pg_backend_pid(),
    CONSTRAINT every_record_accounted CHECK (records = inserted + updated + unchanged + superseded + rejected + skipped),
    CONSTRAINT only_rejects_are_unkept CHECK (unkept BETWEEN 0 AND rejected)
);
COMMENT ON TABLE motcua.run IS 'One row a run and source: what was read and what became of it. VI: Mỗi lượt chạy và nguồn một dòng: đã đọc gì, kết '
    'quả ra sao.';
COMMENT ON COLUMN motcua.run.run_id IS 'Number of the run. VI: Số thứ tự lượt chạy.';
COMMENT ON COLUMN motcua.run.program IS 'ingest, stats, or replay: rejected records tried again. VI: Chương trình: nạp dữ liệu, nạp lại bản ghi bị '
    'loại, hoặc thống kê.';
COMMENT ON COLUMN motcua.run.source IS 'Source that was read; null for statistics. VI: Nguồn được đọc.';
COMMENT ON COLUMN motcua.run.started_at IS 'Start. VI: Bắt đầu.';
COMMENT ON COLUMN motcua.run.finished_at IS 'End. VI: Kết thúc.';
COMMENT ON COLUMN motcua.run.status IS 'running, done, failed (see error) or interrupted (found unfinished after its session had gone). VI: Trạng '
    'thái: đang chạy, xong, lỗi, bị ngắt.';
COMMENT ON COLUMN motcua.run.pages IS 'Pages read. VI: Số trang đã đọc.';
COMMENT ON COLUMN motcua.run.records IS 'Records read; the sum of the six counts that follow. VI: Số bản ghi đã đọc.';
COMMENT ON COLUMN motcua.run.inserted IS 'New rows. VI: Thêm mới.';
COMMENT ON COLUMN motcua.run.updated IS 'Changed rows. VI: Có thay đổi.';
COMMENT ON COLUMN motcua.run.unchanged IS 'Records equal to the stored row. VI: Không đổi.';
COMMENT ON COLUMN motcua.run.superseded IS 'Records older than another version of the same thing. VI: Bản cũ, đã có bản mới hơn.';
COMMENT ON COLUMN motcua.run.rejected IS 'Records that could not be used; see motcua.reject. VI: Bị loại, xem motcua.reject.';
COMMENT ON COLUMN motcua.run.skipped IS 'Records that the source file leaves out ([source] skip). VI: Bỏ qua theo cấu hình của nguồn.';
COMMENT ON COLUMN motcua.run.unkept IS 'Rejected records of which only the number is kept: a run keeps the first 10,000 of one reason. VI: Số bản '
    'ghi bị loại chỉ đếm, không lưu: mỗi lý do chỉ lưu 10.000 bản ghi đầu.';
COMMENT ON COLUMN motcua.run.bytes IS 'Bytes of content read, after decompression. VI: Số byte đã đọc.';
COMMENT ON COLUMN motcua.run.listed_all IS 'The run read the whole list, not only what changed. VI: Đọc toàn bộ danh sách, không chỉ phần thay đổi.';
COMMENT ON COLUMN motcua.run.read_until IS 'Watermark that it set; null when it moved none. VI: Mốc đã đọc mà lượt chạy này ghi; trống nếu không '
    'ghi.';
COMMENT ON COLUMN motcua.run.dated_until IS 'Latest change that a record told of, when that lies more than a day ahead: the clock of the source was '
    'wrong. VI: Ngày cập nhật muộn nhất trong bản ghi khi nằm quá một ngày trong tương lai (đồng hồ của nguồn sai).';
COMMENT ON COLUMN motcua.run.note IS 'What a person should look at although the run is done. VI: Điều cần xem lại dù lượt chạy đã xong.';
COMMENT ON COLUMN motcua.run.error IS 'Why the run failed or was interrupted. VI: Lý do lỗi hoặc bị ngắt.';
COMMENT ON COLUMN motcua.run.backend_pid IS 'Server process of its session: while it is there, the run may be running. VI: Tiến trình máy chủ của '
    'phiên kết nối.';
CREATE INDEX ON motcua.run (source, run_id DESC);

-- A program locks its view (LOCK TABLE) while it works. Advisory locks are open to every login, a relation only to those
-- who may write it; and a view holds no rows, so that neither VACUUM nor pg_dump waits for it.
CREATE OR REPLACE VIEW motcua.ingest_lock AS SELECT 'ingest' AS program;
COMMENT ON VIEW motcua.ingest_lock IS 'Locked by motcua-ingest while it loads, so that one loads at a time. VI: Được khóa khi motcua-ingest đang '
    'nạp, để mỗi lúc chỉ có một lượt nạp.';
COMMENT ON COLUMN motcua.ingest_lock.program IS 'Program that locks it. VI: Chương trình khóa.';
CREATE OR REPLACE VIEW motcua.stats_lock AS SELECT 'stats' AS program;
COMMENT ON VIEW motcua.stats_lock IS 'Locked by motcua-stats while it stores figures or sends mail. VI: Được khóa khi motcua-stats đang chốt số liệu '
    'hoặc gửi thư.';
COMMENT ON COLUMN motcua.stats_lock.program IS 'Program that locks it. VI: Chương trình khóa.';

CREATE TABLE motcua.watermark (
    source text COLLATE "C" PRIMARY KEY,
    read_until timestamptz NOT NULL,
    run_id bigint NOT NULL REFERENCES motcua.run (run_id)
);
COMMENT ON TABLE motcua.watermark IS 'Up to which instant each source has been read completely. VI: Mỗi nguồn đã được đọc đầy đủ đến thời điểm nào.';
COMMENT ON COLUMN motcua.watermark.source IS 'Name of the source. VI: Tên nguồn.';
COMMENT ON COLUMN motcua.watermark.read_until IS 'Changes before this instant have arrived. VI: Mọi thay đổi trước thời điểm này đã nhận.';
COMMENT ON COLUMN motcua.watermark.run_id IS 'Run that moved it. VI: Lượt chạy đã cập nhật.';

CREATE TABLE motcua.read_file (
    source text COLLATE "C",
    content_hash uuid,
    bytes bigint NOT NULL,
    run_id bigint NOT NULL REFERENCES motcua.run (run_id),
    PRIMARY KEY (source, content_hash)
);
COMMENT ON TABLE motcua.read_file IS 'Files of a folder that have been read, known by their content; names of files may be personal. VI: Các tệp đã '
    'đọc, nhận biết theo nội dung, không lưu tên tệp.';
COMMENT ON COLUMN motcua.read_file.source IS 'Name of the source. VI: Tên nguồn.';
COMMENT ON COLUMN motcua.read_file.content_hash IS 'XXH3 of the whole file. VI: Giá trị băm của toàn bộ tệp.';
COMMENT ON COLUMN motcua.read_file.bytes IS 'Its size. VI: Kích thước.';
COMMENT ON COLUMN motcua.read_file.run_id IS 'Run that read it last. VI: Lượt chạy đã đọc.';
CREATE INDEX ON motcua.read_file (run_id);

CREATE OR REPLACE FUNCTION motcua.reject_fingerprint(code text, field text, reason text, record jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN md5(coalesce(code, '') || E'\n' || coalesce(field, '') || E'\n' || reason || E'\n' || record::text);
COMMENT ON FUNCTION motcua.reject_fingerprint(text, text, text, jsonb)
    IS 'Tells a reject met again from a new one. VI: Dấu nhận dạng bản ghi bị loại.';

CREATE TABLE motcua.reject (
    reject_id bigint GENERATED ALWAYS AS IDENTITY,
    source text COLLATE "C" NOT NULL,
    run_id bigint NOT NULL REFERENCES motcua.run (run_id),
    last_run_id bigint NOT NULL REFERENCES motcua.run (run_id),
    page integer NOT NULL,
    record_number integer NOT NULL,
    code text,
    field text,
    reason text NOT NULL,
    record jsonb NOT NULL,
    replay_run_id bigint REFERENCES motcua.run (run_id),
    fingerprint text COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (motcua.reject_fingerprint(code, field, reason, record)) STORED,
    PRIMARY KEY (source, reject_id),
    UNIQUE (source, fingerprint)
);
COMMENT ON TABLE motcua.reject IS 'Records that could not be used, each once, with personal values masked. VI: Bản ghi bị loại, mỗi bản một lần, giá '
    'trị cá nhân đã được che.';
COMMENT ON COLUMN motcua.reject.reject_id IS 'Number of the reject. VI: Số thứ tự.';
COMMENT ON COLUMN motcua.reject.source IS 'Name of the source. VI: Tên nguồn.';
COMMENT ON COLUMN motcua.reject.run_id IS 'Run that met it first. VI: Lượt chạy gặp lần đầu.';
COMMENT ON COLUMN motcua.reject.last_run_id IS 'Run that met it last. VI: Lượt chạy gặp lần cuối.';
COMMENT ON COLUMN motcua.reject.page IS 'Page of the list, from 1; 0 when the whole list showed what is wrong. VI: Trang trong danh sách; 0 nếu phát '
    'hiện khi xét cả danh sách.';
COMMENT ON COLUMN motcua.reject.record_number IS 'Place in the page, from 1. VI: Vị trí trong trang.';
COMMENT ON COLUMN motcua.reject.code IS 'Code of the dossier where it could be read. VI: Mã hồ sơ nếu đọc được.';
COMMENT ON COLUMN motcua.reject.field IS 'Column that could not be filled. VI: Trường bị lỗi.';
COMMENT ON COLUMN motcua.reject.reason IS 'What is wrong with it. VI: Lý do.';
COMMENT ON COLUMN motcua.reject.record IS 'The record with every value masked that no rule of the source file could use; what begins with *** is not '
    'what the source sent, and <key of ...> stands for a name that no rule reads and that may be a person. VI: Bản ghi đã che mọi giá trị mà cấu '
    'hình không dùng được; giá trị bắt đầu bằng *** không phải giá trị gốc; <key of ...> thay cho tên trường có thể là dữ liệu cá nhân.';
COMMENT ON COLUMN motcua.reject.replay_run_id IS 'Replay that loaded it; null as long as none did. VI: Lượt nạp lại đã nạp được bản ghi này; để '
    'trống nếu chưa.';
COMMENT ON COLUMN motcua.reject.fingerprint IS 'Tells a reject met again from a new one. VI: Dấu nhận dạng để không ghi trùng.';

-- A session that a limit or a restart of the server has ended could not close its run itself.
CREATE OR REPLACE FUNCTION motcua.close_lost_runs(held_program text DEFAULT NULL, held_source text DEFAULT NULL) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    UPDATE motcua.run AS r
    SET status = 'interrupted', finished_at = clock_timestamp(),
        error = 'its session ended before it did: was it killed, was the server restarted, or is idle_in_transaction_session_timeout, '
                'idle_session_timeout or statement_timeout of its role too short?'
    WHERE r.status = 'running'
      AND (r.program = held_program AND r.source IS NOT DISTINCT FROM held_source
           OR NOT EXISTS (SELECT FROM pg_stat_activity AS a
                          WHERE a.pid = r.backend_pid AND a.datname = current_database() AND coalesce(a.backend_start <= r.started_at, true)));
$$;
COMMENT ON FUNCTION motcua.close_lost_runs(text, text) IS 'Closes the runs whose session has gone, and, of a program and source whose lock the '
    'caller holds, every one. VI: Đóng các lượt chạy có phiên kết nối đã mất.';

CREATE OR REPLACE FUNCTION motcua.begin_run(run_program text, run_source text, whole_list boolean) RETURNS bigint
    LANGUAGE sql
BEGIN ATOMIC
    -- The caller holds the lock, so whatever still says "running" was killed.
    SELECT motcua.close_lost_runs(run_program, run_source);
    INSERT INTO motcua.run (program, source, listed_all) VALUES (run_program, run_source, whole_list)
    RETURNING run_id;
END;
COMMENT ON FUNCTION motcua.begin_run(text, text, boolean) IS 'Opens a run and closes those of the same source that were killed. VI: Mở lượt chạy '
    'mới, đóng các lượt bị ngắt của cùng nguồn.';

-- Clocks are wrong once in a while: a machine that starts without one, a battery, a year typed wrong. What lies in the
-- future has not happened, so it is told, and no comparison takes it for the latest. Of instants of our own machines a
-- minute is no difference, of those that a source tells a day.
CREATE OR REPLACE FUNCTION motcua.has_come(instant timestamptz, now_there timestamptz DEFAULT NULL) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN instant <= least(clock_timestamp(), now_there) + interval '1 minute';
COMMENT ON FUNCTION motcua.has_come(timestamptz, timestamptz) IS
    'An instant is not later than now: by the clock of the database, and by the one of the program, where that is given. VI: Thời điểm không nằm '
    'trong tương lai.';

CREATE OR REPLACE FUNCTION motcua.believed(change timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN change <= now() + interval '1 day' THEN change END;
COMMENT ON FUNCTION motcua.believed(timestamptz) IS 'The date of a change at the source; null when it lies in the future. VI: Ngày cập nhật tại '
    'nguồn; trống nếu nằm trong tương lai.';

CREATE OR REPLACE FUNCTION motcua.credible_mark(of_source text, now_there timestamptz DEFAULT NULL) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
    RETURN coalesce(
        (SELECT w.read_until FROM motcua.watermark AS w WHERE w.source = of_source AND motcua.has_come(w.read_until, now_there)),
        (SELECT max(r.read_until) FROM motcua.run AS r JOIN motcua.watermark AS w ON w.source = r.source
         WHERE r.source = of_source AND r.status = 'done' AND motcua.has_come(r.read_until, now_there)));
COMMENT ON FUNCTION motcua.credible_mark(text, timestamptz) IS
    'Watermark of a source; the last one before it that has come, when it lies in the future; null without any. VI: Mốc đã đọc của nguồn; nếu nằm '
    'trong tương lai thì lấy mốc đáng tin gần nhất.';

CREATE OR REPLACE FUNCTION motcua.close_run(this_run bigint) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    UPDATE motcua.run SET status = 'done', finished_at = clock_timestamp() WHERE run_id = this_run;
END;
COMMENT ON FUNCTION motcua.close_run(bigint) IS 'Closes a run that did its work and read no source. VI: Đóng lượt chạy đã xong và không đọc nguồn '
    'nào.';

CREATE OR REPLACE FUNCTION motcua.finish_run(this_run bigint, read_until timestamptz) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    UPDATE motcua.run
    SET status = 'done', finished_at = clock_timestamp(),
        read_until = CASE WHEN finish_run.read_until IS NOT NULL THEN least(finish_run.read_until, clock_timestamp()) END
    WHERE run_id = this_run;
    INSERT INTO motcua.watermark (source, read_until, run_id)
    SELECT r.source, r.read_until, r.run_id FROM motcua.run AS r
    WHERE r.run_id = this_run AND r.read_until IS NOT NULL
    ON CONFLICT (source) DO UPDATE
        SET read_until = excluded.read_until, run_id = excluded.run_id
        WHERE watermark.read_until < excluded.read_until OR NOT motcua.has_come(watermark.read_until);
END;
COMMENT ON FUNCTION motcua.finish_run(bigint, timestamptz) IS
    'Closes a run and moves the watermark of its source forward; back only from one that lies in the future. VI: Đóng lượt chạy và đẩy mốc đã đọc '
    'của nguồn; chỉ lùi khi mốc cũ nằm trong tương lai.';

CREATE OR REPLACE FUNCTION motcua.note_dated(this_run bigint, dated_until timestamptz) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    UPDATE motcua.run SET dated_until = greatest(run.dated_until, note_dated.dated_until) WHERE run_id = this_run;
END;
COMMENT ON FUNCTION motcua.note_dated(bigint, timestamptz) IS 'Notes that records of a run are dated ahead. VI: Ghi nhận bản ghi có ngày cập nhật '
    'trong tương lai.';

CREATE OR REPLACE FUNCTION motcua.fail_run(this_run bigint, message text) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    UPDATE motcua.run SET status = 'failed', finished_at = clock_timestamp(), error = message WHERE run_id = this_run;
END;
COMMENT ON FUNCTION motcua.fail_run(bigint, text) IS 'Closes a run that failed; the watermark stays. VI: Đóng lượt chạy bị lỗi; mốc đã đọc giữ '
    'nguyên.';

CREATE OR REPLACE FUNCTION motcua.note_run(this_run bigint, words text) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    UPDATE motcua.run SET note = words WHERE run_id = this_run;
END;
COMMENT ON FUNCTION motcua.note_run(bigint, text) IS 'Adds to a run what a person should look at. VI: Ghi vào lượt chạy điều cần xem lại.';

CREATE OR REPLACE FUNCTION motcua.earlier_length(of_source text) RETURNS bigint
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT coalesce((SELECT r.records - r.skipped FROM motcua.run AS r
                     WHERE r.source = of_source AND r.program = 'ingest' AND r.status = 'done' AND r.listed_all
                     ORDER BY r.run_id DESC LIMIT 1), 0);
END;
COMMENT ON FUNCTION motcua.earlier_length(text) IS 'Records, but for what is left out, of the last complete run of the whole list; 0 without one. '
    'VI: Số bản ghi (trừ phần bỏ qua) của lượt đọc toàn bộ danh sách gần nhất đã xong; 0 nếu chưa có.';

-- Each once, even when the list has it twice.
CREATE OR REPLACE FUNCTION motcua.add_rejects(this_run bigint, rejects jsonb) RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    INSERT INTO motcua.reject (source, run_id, last_run_id, page, record_number, code, field, reason, record)
    SELECT r.source, this_run, this_run, j.page, j.record_number, j.code, j.field, j.reason, j.record
    FROM motcua.run AS r
    CROSS JOIN (SELECT DISTINCT ON (f.fingerprint) e.page, e.record_number, e.code, e.field, e.reason, m.record
                FROM jsonb_to_recordset(rejects) AS e (page integer, record_number integer, code text, field text, reason text, record jsonb)
                CROSS JOIN LATERAL (SELECT coalesce(e.record, 'null') AS record) AS m
                CROSS JOIN LATERAL (SELECT motcua.reject_fingerprint(e.code, e.field, e.reason, m.record) AS fingerprint) AS f
                ORDER BY f.fingerprint, e.page, e.record_number) AS j
    WHERE r.run_id = this_run
    ORDER BY j.page, j.record_number
    ON CONFLICT (source, fingerprint) DO UPDATE SET last_run_id = excluded.last_run_id, replay_run_id = NULL;
$$;
COMMENT ON FUNCTION motcua.add_rejects(bigint, jsonb) IS 'Keeps records that could not be used, a JSON list of objects with page, record_number, '
    'code, field, reason and record; motcua.count_read counts them. VI: Lưu các bản ghi bị loại.';

CREATE OR REPLACE FUNCTION motcua.count_read(this_run bigint, more_pages bigint, more_bytes bigint, more_inserted bigint, more_unchanged bigint,
    more_skipped bigint,
    more_rejected bigint, more_unkept bigint) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    UPDATE motcua.run
    SET pages = pages + more_pages, bytes = bytes + more_bytes,
        records = records + more_inserted + more_unchanged + more_skipped + more_rejected,
        inserted = inserted + more_inserted, unchanged = unchanged + more_unchanged, skipped = skipped + more_skipped,
        rejected = rejected + more_rejected, unkept = unkept + more_unkept
    WHERE run_id = this_run;
END;
COMMENT ON FUNCTION motcua.count_read(bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint)
    IS 'Adds to a run what was read and is not counted when staging is merged. VI: Cộng số trang, số byte, số bản ghi mới, không đổi, bỏ qua và bị '
    'loại vào lượt chạy.';

CREATE OR REPLACE FUNCTION motcua.mark_file(this_run bigint, file_hash uuid, file_bytes bigint) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO motcua.read_file (source, content_hash, bytes, run_id)
    SELECT r.source, file_hash, file_bytes, this_run FROM motcua.run AS r WHERE r.run_id = this_run
    ON CONFLICT (source, content_hash) DO UPDATE SET run_id = excluded.run_id;
END;
COMMENT ON FUNCTION motcua.mark_file(bigint, uuid, bigint) IS 'Remembers a file that this run has read to its end. VI: Ghi nhớ tệp đã đọc xong.';

CREATE OR REPLACE FUNCTION motcua.knows_file(from_source text, file_hash uuid) RETURNS boolean
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM motcua.read_file AS f JOIN motcua.run AS r ON r.run_id = f.run_id
                   WHERE f.source = from_source AND f.content_hash = file_hash AND r.status <> 'failed');
END;
COMMENT ON FUNCTION motcua.knows_file(text, uuid) IS 'True when a run that did not fail has read the file. VI: Tệp đã được đọc trong một lượt chạy '
    'không lỗi.';

COMMIT;
