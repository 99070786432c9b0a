-- Deploy motcua:drift to pg
-- requires: runs
-- How the records of each source look, so that a change is noticed, and told once.

BEGIN;

CREATE TABLE motcua.source_field (
    source text COLLATE "C",
    field text COLLATE "C",
    looked_at bigint NOT NULL,
    seen bigint NOT NULL,
    kinds text[] NOT NULL,
    is_there boolean NOT NULL,
    first_run_id bigint NOT NULL REFERENCES motcua.run (run_id),
    PRIMARY KEY (source, field)
);
COMMENT ON TABLE motcua.source_field IS 'Fields that the records of a source have had, whether a rule reads them or not; no values. VI: Các trường '
    'từng có trong bản ghi của nguồn, kể cả trường không đọc; không lưu giá trị.';
COMMENT ON COLUMN motcua.source_field.source IS 'Name of the source. VI: Tên nguồn.';
COMMENT ON COLUMN motcua.source_field.field IS 'JSON Pointer; * stands for every entry of a list. VI: Đường dẫn của trường; * là mọi phần tử của '
    'danh sách.';
COMMENT ON COLUMN motcua.source_field.looked_at IS 'Records looked at since the field is known. VI: Số bản ghi đã xem.';
COMMENT ON COLUMN motcua.source_field.seen IS 'Records of these that had it. VI: Số bản ghi có trường này.';
COMMENT ON COLUMN motcua.source_field.kinds IS 'Types that its values have had: text, number, boolean, list, object. VI: Kiểu dữ liệu đã gặp.';
COMMENT ON COLUMN motcua.source_field.is_there IS 'False after it vanished. VI: Sai nếu trường đã biến mất.';
COMMENT ON COLUMN motcua.source_field.first_run_id IS 'Run that saw it first. VI: Lượt chạy thấy lần đầu.';

CREATE TABLE motcua.source_code (
    source text COLLATE "C",
    field text COLLATE "C",
    code text COLLATE "C",
    first_run_id bigint NOT NULL REFERENCES motcua.run (run_id),
    PRIMARY KEY (source, field, code)
);
COMMENT ON TABLE motcua.source_code IS 'Codes that a map of a source file does not list; what may be a word about a person only as its shape. VI: '
    'Các mã mà quy tắc map của nguồn không liệt kê; giá trị có thể là của cá nhân chỉ ghi dạng (x: chữ).';
COMMENT ON COLUMN motcua.source_code.source IS 'Name of the source. VI: Tên nguồn.';
COMMENT ON COLUMN motcua.source_code.field IS 'Column that the map fills. VI: Cột dùng quy tắc map.';
COMMENT ON COLUMN motcua.source_code.code IS 'The code; empty when there were too many different values to be codes. VI: Mã; để trống nếu quá nhiều '
    'giá trị khác nhau.';
COMMENT ON COLUMN motcua.source_code.first_run_id IS 'Run that saw it first. VI: Lượt chạy thấy lần đầu.';

CREATE TABLE motcua.source_drift (
    drift_id bigint GENERATED ALWAYS AS IDENTITY,
    source text COLLATE "C" NOT NULL,
    run_id bigint NOT NULL REFERENCES motcua.run (run_id),
    kind text NOT NULL CHECK (kind IN ('new field', 'field vanished', 'new type', 'new code', 'too many codes')),
    field text COLLATE "C" NOT NULL,
    detail text,
    PRIMARY KEY (source, drift_id)
);
CREATE INDEX ON motcua.source_drift (run_id);
COMMENT ON TABLE motcua.source_drift IS 'Changes in the records of a source, each told once, by the run that saw it first. VI: Các thay đổi trong '
    'bản ghi của nguồn, mỗi thay đổi ghi một lần.';
COMMENT ON COLUMN motcua.source_drift.drift_id IS 'Number. VI: Số thứ tự.';
COMMENT ON COLUMN motcua.source_drift.source IS 'Name of the source. VI: Tên nguồn.';
COMMENT ON COLUMN motcua.source_drift.run_id IS 'Run that saw it. VI: Lượt chạy phát hiện.';
COMMENT ON COLUMN motcua.source_drift.kind IS 'new field, field vanished, new type, new code, too many codes. VI: Trường mới, trường biến mất, kiểu '
    'mới, mã mới, quá nhiều mã.';
COMMENT ON COLUMN motcua.source_drift.field IS 'JSON Pointer of the field; of a code the column that its map fills. VI: Đường dẫn của trường; với mã '
    'là cột dùng quy tắc map.';
COMMENT ON COLUMN motcua.source_drift.detail IS 'The types, or the code. VI: Kiểu dữ liệu, hoặc mã.';

CREATE OR REPLACE FUNCTION motcua.was_always_there(of_source text, of_field text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
    RETURN EXISTS (
        SELECT FROM motcua.source_field AS f
        WHERE f.source = of_source AND f.field = of_field AND f.is_there AND f.looked_at >= 20 AND f.seen = f.looked_at);
COMMENT ON FUNCTION motcua.was_always_there(text, text) IS 'True when every record of a source that was looked at had a field. VI: Trường đó từ '
    'trước đến nay bản ghi nào cũng có.';

-- A record that is not shown is known from an earlier night, fields and all: then none has vanished. A list of
-- changes tells only of fields that all records had, because its few may all be of a kind that lacks the others.
CREATE OR REPLACE FUNCTION motcua.note_shape(this_run bigint, all_shown boolean, looked_at_now bigint, fields jsonb, codes jsonb)
    RETURNS TABLE (kind text, field text, detail text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
#variable_conflict use_column
DECLARE
    from_source text;
    whole_list boolean;
    is_first boolean;
BEGIN
    SELECT r.source, r.listed_all INTO STRICT from_source, whole_list FROM motcua.run AS r WHERE r.run_id = this_run;
    is_first := NOT EXISTS (SELECT FROM motcua.source_field AS k WHERE k.source = from_source);

    RETURN QUERY
    WITH seen AS (
        SELECT f.field, f.seen, f.kinds FROM jsonb_to_recordset(fields) AS f (field text, seen bigint, kinds text[])
    ), changes (kind, field, detail) AS (
        SELECT 'new field', s.field, nullif(array_to_string(s.kinds, ', '), '')
        FROM seen AS s LEFT JOIN motcua.source_field AS k ON k.source = from_source AND k.field = s.field
        WHERE k.is_there IS NOT TRUE
        UNION ALL
        SELECT 'new type', s.field, array_to_string(s.kinds, ', ') || ' (' || array_to_string(k.kinds, ', ') || ')'
        FROM seen AS s JOIN motcua.source_field AS k ON k.source = from_source AND k.field = s.field
        WHERE k.is_there AND k.kinds <> '{}' AND NOT s.kinds <@ k.kinds
        UNION ALL
        SELECT 'field vanished', k.field, NULL
        FROM motcua.source_field AS k
        WHERE k.source = from_source AND k.is_there AND NOT EXISTS (SELECT FROM seen AS s WHERE s.field = k.field)
          AND all_shown AND looked_at_now >= 20 AND k.looked_at >= 20
          AND (k.seen = k.looked_at OR whole_list AND k.seen * looked_at_now >= 20 * k.looked_at)
        UNION ALL
        SELECT DISTINCT CASE WHEN c.code IS NULL THEN 'too many codes' ELSE 'new code' END, c.field, c.code
        FROM jsonb_to_recordset(codes) AS c (field text, code text)
        WHERE NOT EXISTS (SELECT FROM motcua.source_code AS k WHERE k.source = from_source AND k.field = c.field AND k.code = coalesce(c.code, ''))
    ), gone AS (
        UPDATE motcua.source_field AS k SET is_there = false
        FROM changes AS c WHERE c.kind = 'field vanished' AND k.source = from_source AND k.field = c.field
    )
    INSERT INTO motcua.source_drift AS d (source, run_id, kind, field, detail)
    SELECT from_source, this_run, c.kind, c.field, c.detail
    FROM changes AS c
    WHERE NOT is_first
      -- What lies in a new or vanished field goes without saying.
      AND NOT EXISTS (SELECT FROM changes AS above WHERE above.kind = c.kind AND starts_with(c.field, above.field || '/'))
    ORDER BY c.kind, c.field, c.detail
    RETURNING d.kind, d.field, d.detail;

    UPDATE motcua.source_field AS k SET looked_at = k.looked_at + looked_at_now WHERE k.source = from_source;
    INSERT INTO motcua.source_field AS k (source, field, looked_at, seen, kinds, is_there, first_run_id)
    SELECT from_source, f.field, looked_at_now, f.seen, f.kinds, true, this_run
    FROM jsonb_to_recordset(fields) AS f (field text, seen bigint, kinds text[])
    ON CONFLICT (source, field) DO UPDATE
    SET seen = k.seen + excluded.seen, is_there = true,
        kinds = ARRAY(SELECT DISTINCT u.kind FROM unnest(k.kinds || excluded.kinds) AS u (kind) ORDER BY u.kind);
    INSERT INTO motcua.source_code (source, field, code, first_run_id)
    SELECT DISTINCT from_source, c.field, coalesce(c.code, ''), this_run FROM jsonb_to_recordset(codes) AS c (field text, code text)
    ON CONFLICT (source, field, code) DO NOTHING;
END;
$$;
COMMENT ON FUNCTION motcua.note_shape(bigint, boolean, bigint, jsonb, jsonb)
    IS 'Compares how the records of a run look with those of earlier runs, keeps what is new and returns it; the first run of a source has nothing '
    'to be compared with. VI: So sánh cấu trúc bản ghi với các lượt trước, ghi lại và trả về phần thay đổi.';

CREATE OR REPLACE VIEW motcua.recent_drift AS
    SELECT d.source, to_char(r.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY') AS seen_on,
           CASE d.kind WHEN 'new field' THEN 'trường mới' WHEN 'field vanished' THEN 'trường biến mất' WHEN 'new type' THEN 'kiểu dữ liệu mới'
                       WHEN 'new code' THEN 'mã mới' ELSE 'quá nhiều mã' END AS kind,
           d.field,
           CASE WHEN d.kind IN ('new field', 'new type')
                THEN replace(replace(replace(replace(replace(d.detail, 'text', 'chữ'), 'number', 'số'), 'boolean', 'đúng/sai'), 'list', 'danh sách'),
                    'object', 'nhóm')
                ELSE d.detail END AS detail
    FROM motcua.source_drift AS d JOIN motcua.run AS r ON r.run_id = d.run_id
    WHERE motcua.local_day(r.started_at) BETWEEN motcua.local_day(now()) - 6 AND motcua.local_day(now())
    ORDER BY d.source, d.drift_id;
COMMENT ON VIEW motcua.recent_drift IS 'Changes in the records of the sources that were seen in the last 7 days, as motcua-ingest status shows them. '
    'VI: Thay đổi trong bản ghi của các nguồn, phát hiện trong 7 ngày qua.';
COMMENT ON COLUMN motcua.recent_drift.source IS 'Source. VI: Nguồn.';
COMMENT ON COLUMN motcua.recent_drift.seen_on IS 'Day of the run that saw it. VI: Ngày phát hiện.';
COMMENT ON COLUMN motcua.recent_drift.kind IS 'What has changed. VI: Loại thay đổi.';
COMMENT ON COLUMN motcua.recent_drift.field IS 'Field, or column that a map fills. VI: Trường, hoặc cột dùng quy tắc map.';
COMMENT ON COLUMN motcua.recent_drift.detail IS 'The types, or the code. VI: Kiểu dữ liệu, hoặc mã.';

COMMIT;
