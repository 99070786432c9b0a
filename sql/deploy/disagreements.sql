-- Deploy motcua:disagreements to pg
-- requires: reasons
-- requires: twins
-- What two systems say of one dossier, and why one of them counts.

BEGIN;

-- The course of the dossier, as figures see it: by day, and 9 is 10. What many systems do not carry (documents,
-- payment, letters) would make every dossier differ. Dear enough that a list looks at the days before it asks.
CREATE OR REPLACE FUNCTION motcua.as_told(d motcua.dossier) RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000
    SET search_path = pg_catalog
AS $$
    SELECT jsonb_build_object(
        'handling_office', d.handling_office, 'receiving_office', d.receiving_office, 'procedure', d.procedure,
        'channel', CASE d.channel WHEN 'online' THEN 'trực tuyến' WHEN 'postal' THEN 'bưu chính' ELSE 'trực tiếp' END,
        'status', CASE WHEN d.status IN (9, 10) THEN motcua.status_text(9::smallint) WHEN d.status IN (2, 4) THEN motcua.status_text(4::smallint)
                       ELSE motcua.status_text(d.status) END,
        'received_at', motcua.day_text(motcua.local_day(d.received_at)), 'due_at', motcua.day_text(motcua.local_day(d.due_at)),
        'finished_at', motcua.day_text(motcua.local_day(c.closed_at)),
        'timeliness', CASE motcua.timeliness(c.closed_at, d.due_at) WHEN 'early' THEN 'trước hạn' WHEN 'on_day' THEN 'đúng hạn'
                           WHEN 'on_day_after_hour' THEN 'đúng ngày, quá giờ' WHEN 'late' THEN 'quá hạn' END)
    FROM (SELECT motcua.closed_at(d.status, d.received_at, d.finished_at, d.returned_at)) AS c (closed_at)
$$;
COMMENT ON FUNCTION motcua.as_told(motcua.dossier) IS 'What a system says of a dossier''s course, in the words of an office, to be compared with '
    'what another one says. VI: Nội dung chính của hồ sơ theo một hệ thống, để so sánh với hệ thống khác.';

CREATE OR REPLACE FUNCTION motcua.difference_text(told jsonb, counted jsonb) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000
    SET search_path = pg_catalog
AS $$
    SELECT string_agg(format('%s %s (nguồn được tính: %s)', motcua.field_text(t.key), coalesce(t.value, 'không có'), coalesce(c.value, 'không có')),
        ', '
                      ORDER BY array_position('{handling_office,receiving_office,procedure,channel,status,received_at,due_at,finished_at,'
                          'timeliness}', t.key))
    FROM jsonb_each_text(told) AS t JOIN jsonb_each_text(counted) AS c ON c.key = t.key
    WHERE t.value IS DISTINCT FROM c.value AND NOT (t.key = 'procedure' AND (t.value IS NULL OR c.value IS NULL))
$$;
COMMENT ON FUNCTION motcua.difference_text(jsonb, jsonb) IS 'Where one account of a dossier (motcua.as_told) differs from that which counts, in '
    'words; null when they agree. VI: Chỗ khác nhau giữa hai hệ thống về một hồ sơ, bằng lời.';

-- Rows that are equal as they stand need no look at their words. OFFSET 0 looks the other row up by key, whatever the
-- planner thinks of how many there are.
CREATE OR REPLACE VIEW motcua.told_again AS
    SELECT d.source, d.code, d.counted_in, c.handling_office AS office, c.status, c.received_at, c.due_at, c.finished_at, c.returned_at, c.closed_on,
        c.outcome,
           CASE WHEN (d.handling_office, d.receiving_office, d.procedure, d.channel, d.status, d.received_at, d.due_at, d.finished_at, d.returned_at)
                     IS DISTINCT FROM
                     (c.handling_office, c.receiving_office, c.procedure, c.channel, c.status, c.received_at, c.due_at, c.finished_at, c.returned_at)
                THEN motcua.difference_text(motcua.as_told(d), motcua.as_told(c.row)) END AS difference
    FROM motcua.dossier AS d
    CROSS JOIN LATERAL (SELECT c AS row, c.* FROM motcua.dossier AS c WHERE c.source = d.counted_in AND c.code = d.code OFFSET 0) AS c
    WHERE d.counted_in IS NOT NULL;
COMMENT ON VIEW motcua.told_again IS 'Rows of dossiers that count in another source, with what that one says. VI: Các dòng hồ sơ được tính theo '
    'nguồn khác, kèm nội dung của nguồn được tính.';
COMMENT ON COLUMN motcua.told_again.source IS 'Source whose row does not count. VI: Nguồn không được tính.';
COMMENT ON COLUMN motcua.told_again.code IS 'Dossier code. VI: Mã hồ sơ.';
COMMENT ON COLUMN motcua.told_again.counted_in IS 'Source whose row counts. VI: Nguồn được tính.';
COMMENT ON COLUMN motcua.told_again.office IS 'Accountable office in the row that counts. VI: Cơ quan giải quyết theo nguồn được tính.';
COMMENT ON COLUMN motcua.told_again.status IS 'Its status. VI: Trạng thái theo nguồn được tính.';
COMMENT ON COLUMN motcua.told_again.received_at IS 'Its reception. VI: Ngày tiếp nhận theo nguồn được tính.';
COMMENT ON COLUMN motcua.told_again.due_at IS 'Its appointed return. VI: Ngày hẹn trả theo nguồn được tính.';
COMMENT ON COLUMN motcua.told_again.finished_at IS 'Its end of processing. VI: Ngày kết thúc xử lý theo nguồn được tính.';
COMMENT ON COLUMN motcua.told_again.returned_at IS 'When it says that the result was handed over. VI: Ngày trả kết quả theo nguồn được tính.';
COMMENT ON COLUMN motcua.told_again.closed_on IS 'Local day of its closing; null while open. VI: Ngày kết thúc theo nguồn được tính.';
COMMENT ON COLUMN motcua.told_again.outcome IS 'How it was closed; null while open. VI: Kết thúc như thế nào theo nguồn được tính.';
COMMENT ON COLUMN motcua.told_again.difference IS 'Where the two differ in the course of the dossier; null when they agree. VI: Chỗ khác nhau giữa '
    'hai nguồn; trống nếu khớp.';

CREATE OR REPLACE VIEW motcua.told_twice AS
    SELECT 'hồ sơ' AS entity, t.counted_in, t.source, count(*) AS records, count(t.difference) AS differing,
        min(t.code) FILTER (WHERE t.difference IS NOT NULL) AS example
    FROM motcua.told_again AS t GROUP BY t.counted_in, t.source
    UNION ALL
    SELECT 'phản ánh', f.counted_in, f.source, count(*), count(*) FILTER (WHERE v.differs), min(f.code) FILTER (WHERE v.differs)
    FROM motcua.feedback AS f JOIN motcua.feedback AS c ON c.source = f.counted_in AND c.code = f.code
    CROSS JOIN LATERAL (SELECT (f.office, f.answered_on, f.timeliness, motcua.local_day(f.received_at), motcua.local_day(f.due_at))
                               IS DISTINCT FROM (c.office, c.answered_on, c.timeliness, motcua.local_day(c.received_at),
                                   motcua.local_day(c.due_at)) AS differs) AS v
    GROUP BY f.counted_in, f.source
    ORDER BY 1, 2, 3;
COMMENT ON VIEW motcua.told_twice IS 'How many dossiers and feedback two sources deliver, which of them counts, and in how many cases they disagree. '
    'VI: Số hồ sơ, phản ánh do hai nguồn cùng gửi, nguồn được tính và số trường hợp ghi khác nhau.';
COMMENT ON COLUMN motcua.told_twice.entity IS 'Dossier or feedback. VI: Hồ sơ hoặc phản ánh.';
COMMENT ON COLUMN motcua.told_twice.counted_in IS 'Source whose row counts. VI: Nguồn được tính.';
COMMENT ON COLUMN motcua.told_twice.source IS 'Source whose row does not. VI: Nguồn không được tính.';
COMMENT ON COLUMN motcua.told_twice.records IS 'How many. VI: Số lượng.';
COMMENT ON COLUMN motcua.told_twice.differing IS 'Of these, where the two disagree. VI: Trong đó ghi khác nhau.';
COMMENT ON COLUMN motcua.told_twice.example IS 'Code of one of those. VI: Ví dụ.';

CREATE OR REPLACE FUNCTION stats.counting(of_code text) RETURNS TABLE (source text, counted_in text, reason text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH told AS (
        SELECT d.source, d.source_updated_at AS updated, coalesce(d.counted_in, d.source) AS counted_in, motcua.precedence_of(d.source) AS precedence,
               bool_and(d.source_updated_at IS NOT NULL) OVER () AS all_dated
        FROM motcua.dossier_sources() AS s JOIN motcua.dossier AS d ON d.source = s.source AND d.code = of_code
        WHERE NOT d.skipped
    ), other AS (
        SELECT motcua.counting_source(array_agg(t.source), array_agg(t.updated)) AS source FROM told AS t WHERE t.source <> t.counted_in
    )
    SELECT t.source, t.counted_in,
           CASE WHEN c.all_dated AND c.updated > o.updated
                    THEN format('nguồn %s cập nhật mới hơn (%s; nguồn %s: %s)', c.source, motcua.local_text(c.updated), o.source,
                        motcua.local_text(o.updated))
                WHEN c.precedence < o.precedence
                    THEN format('%s, nguồn %s đứng trước nguồn %s theo [source] precedence (%s, %s)', v.dates, c.source, o.source, c.precedence,
                        o.precedence)
                ELSE format('%s, [source] precedence như nhau (%s), nguồn %s đứng trước theo tên', v.dates, c.precedence, c.source) END
    FROM told AS t JOIN told AS c ON c.source = t.counted_in CROSS JOIN other AS x
    JOIN told AS o ON o.source = CASE WHEN t.source = t.counted_in THEN x.source ELSE t.source END
    CROSS JOIN LATERAL (SELECT CASE WHEN c.all_dated THEN 'cùng ngày cập nhật' ELSE 'có nguồn không ghi ngày cập nhật' END AS dates) AS v
    ORDER BY t.source;
END;
$$;
COMMENT ON FUNCTION stats.counting(text) IS 'Which source''s row counts of a dossier that several deliver, and why; no row for one that comes from a '
    'single source. VI: Nguồn được tính và lý do khi nhiều nguồn cùng gửi một hồ sơ.';

COMMIT;
