-- Deploy motcua:rejects to pg
-- requires: catalogues
-- What became of rejected records.

BEGIN;

-- A later version of the same thing, or a later complete list, has overtaken a reject. A run of another source can
-- change a row as well (an alias, another system's word of the dossier), which is no version of the record.
CREATE OR REPLACE VIEW motcua.open_reject AS
    SELECT j.reject_id, j.source, j.run_id, j.last_run_id, j.page, j.record_number, j.code, j.field, j.reason, j.record
    FROM motcua.reject AS j
    WHERE j.replay_run_id IS NULL
      AND NOT EXISTS (SELECT FROM motcua.run AS r
                      WHERE r.source = j.source AND r.run_id > j.last_run_id AND r.program = 'ingest' AND r.status = 'done' AND r.listed_all)
      AND NOT EXISTS (SELECT FROM motcua.dossier AS d JOIN motcua.run AS r ON r.run_id = d.last_run_id
                      WHERE d.source = j.source AND d.code = j.code AND r.run_id > j.last_run_id AND r.program = 'ingest' AND r.source = j.source)
      AND NOT EXISTS (SELECT FROM motcua.dossier_version AS v JOIN motcua.run AS r ON r.run_id = v.last_run_id
                      WHERE v.source = j.source AND v.code = j.code AND r.run_id > j.last_run_id AND r.program = 'ingest' AND r.source = j.source)
      AND NOT EXISTS (SELECT FROM motcua.feedback AS f JOIN motcua.run AS r ON r.run_id = f.last_run_id
                      WHERE f.source = j.source AND f.code = j.code AND r.run_id > j.last_run_id AND r.program = 'ingest' AND r.source = j.source);
COMMENT ON VIEW motcua.open_reject IS 'Rejected records that are still missing: no replay loaded them, and no later run did. VI: Bản ghi bị loại, '
    'đến nay vẫn chưa nạp được.';
DO $$
DECLARE
    twin record;
BEGIN
    FOR twin IN
        SELECT a.attname, col_description('motcua.reject'::regclass, t.attnum) AS meaning
        FROM pg_attribute AS a JOIN pg_attribute AS t ON t.attname = a.attname AND t.attrelid = 'motcua.reject'::regclass
        WHERE a.attrelid = 'motcua.open_reject'::regclass AND a.attnum > 0
    LOOP
        EXECUTE format('COMMENT ON COLUMN motcua.open_reject.%I IS %L', twin.attname, twin.meaning);
    END LOOP;
END $$;

-- A complete list, done or at its limit again, tells anew what there is.
CREATE OR REPLACE VIEW motcua.unkept_rejects AS
    SELECT r.source, sum(r.unkept)::bigint AS records, min(r.started_at) AS first_seen, max(r.started_at) AS last_seen
    FROM motcua.run AS r
    WHERE r.program = 'ingest' AND r.unkept > 0
      AND NOT EXISTS (SELECT FROM motcua.run AS l
                      WHERE l.source = r.source AND l.run_id > r.run_id AND l.program = 'ingest' AND l.listed_all
                          AND (l.status = 'done' OR l.unkept > 0))
    GROUP BY r.source;
COMMENT ON VIEW motcua.unkept_rejects IS 'Rejected records beyond those that are kept, which only a complete list brings again. VI: Số bản ghi bị '
    'loại không được lưu, phải đọc lại toàn bộ danh sách.';
COMMENT ON COLUMN motcua.unkept_rejects.source IS 'Source. VI: Nguồn.';
COMMENT ON COLUMN motcua.unkept_rejects.records IS 'Records. VI: Số bản ghi.';
COMMENT ON COLUMN motcua.unkept_rejects.first_seen IS 'Start of the first run that met some. VI: Lượt chạy đầu tiên gặp.';
COMMENT ON COLUMN motcua.unkept_rejects.last_seen IS 'Start of the last run that met some. VI: Lượt chạy cuối cùng gặp.';

CREATE OR REPLACE VIEW motcua.open_rejects AS
    SELECT g.source, g.field, g.reason, g.records, g.example,
           to_char(g.first_seen AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY') AS first_seen,
           to_char(g.last_seen AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY') AS last_seen
    FROM (
        SELECT j.source, j.field, j.reason, count(*) AS records, min(j.code) AS example,
               min(f.started_at) AS first_seen, max(l.started_at) AS last_seen
        FROM motcua.open_reject AS j
        JOIN motcua.run AS f ON f.run_id = j.run_id
        JOIN motcua.run AS l ON l.run_id = j.last_run_id
        GROUP BY j.source, j.field, j.reason
        UNION ALL
        SELECT u.source, NULL, 'thêm bản ghi cùng các lý do trên, chỉ đếm, không lưu; sửa cấu hình rồi chạy run --full để đọc lại', u.records, NULL,
               u.first_seen, u.last_seen
        FROM motcua.unkept_rejects AS u
    ) AS g
    ORDER BY g.source, g.example IS NULL AND g.field IS NULL, g.records DESC, g.field, g.reason;
COMMENT ON VIEW motcua.open_rejects IS 'Rejected records that are still missing, by reason. VI: Bản ghi bị loại chưa nạp được, theo lý do.';
COMMENT ON COLUMN motcua.open_rejects.source IS 'Source. VI: Nguồn.';
COMMENT ON COLUMN motcua.open_rejects.field IS 'Column. VI: Cột.';
COMMENT ON COLUMN motcua.open_rejects.reason IS 'Reason. VI: Lý do.';
COMMENT ON COLUMN motcua.open_rejects.records IS 'Records. VI: Số bản ghi.';
COMMENT ON COLUMN motcua.open_rejects.example IS 'Code of one of them. VI: Ví dụ.';
COMMENT ON COLUMN motcua.open_rejects.first_seen IS 'Day of the run that met the first one. VI: Ngày gặp lần đầu.';
COMMENT ON COLUMN motcua.open_rejects.last_seen IS 'Day of the run that met one last. VI: Ngày gặp lần cuối.';

CREATE OR REPLACE FUNCTION motcua.mark_replayed(this_run bigint, reject_ids bigint[]) RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    UPDATE motcua.reject AS j SET replay_run_id = this_run
    FROM motcua.run AS r WHERE r.run_id = this_run AND j.source = r.source AND j.reject_id = ANY (reject_ids);
END;
COMMENT ON FUNCTION motcua.mark_replayed(bigint, bigint[]) IS 'Notes which rejected records a replay has loaded. VI: Ghi nhận các bản ghi bị loại đã '
    'nạp lại được.';

COMMIT;
