-- Deploy motcua:proof to pg
-- requires: figures
-- requires: integrity
-- One dossier's story: its dates, what was seen to change and when, and where it counts.

BEGIN;

CREATE OR REPLACE FUNCTION motcua.change_text(field text, old_value text, new_value text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN field = 'skipped' THEN CASE new_value WHEN 'true' THEN 'hồ sơ bị xóa hoặc loại ra ở nguồn' ELSE 'hồ sơ có lại ở nguồn' END
    WHEN field = 'counted_in' THEN coalesce(format('hồ sơ được tính theo nguồn %s, không theo nguồn này', new_value),
        'hồ sơ được tính theo nguồn này')
    ELSE format('%s đổi từ %s thành %s', motcua.field_text(field),
        coalesce(CASE WHEN field LIKE '%\_at' THEN motcua.local_text(old_value::timestamptz) WHEN field = 'status'
            THEN motcua.status_text(old_value::smallint) ELSE old_value END, 'không có'),
        coalesce(CASE WHEN field LIKE '%\_at' THEN motcua.local_text(new_value::timestamptz) WHEN field = 'status'
            THEN motcua.status_text(new_value::smallint) ELSE new_value END, 'không có')) END;
COMMENT ON FUNCTION motcua.change_text(text, text, text) IS 'A change of the log, in words. VI: Một thay đổi trong nhật ký, bằng lời.';

CREATE OR REPLACE FUNCTION motcua.sources_of(of_code text) RETURNS TABLE (source text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT k.source FROM motcua.dossier_sources() AS k JOIN motcua.dossier AS d ON d.source = k.source AND d.code = of_code ORDER BY k.source;
END;
$$;
COMMENT ON FUNCTION motcua.sources_of(text) IS 'Sources that delivered a dossier of this code. VI: Các nguồn có hồ sơ mang mã này.';

CREATE OR REPLACE FUNCTION stats.story(of_source text, of_code text)
    RETURNS TABLE (at timestamptz, kind text, text_vi text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT s.at, s.kind, s.text_vi
    FROM motcua.dossier AS d
    CROSS JOIN LATERAL (
        SELECT v.at, 'date' AS kind, v.text_vi, v.place
        FROM (VALUES
            (1, d.submitted_at, 'nộp hồ sơ'),
            (2, d.received_at, format('tiếp nhận (%s)', CASE d.channel WHEN 'online' THEN 'trực tuyến' WHEN 'postal' THEN 'bưu chính công ích'
                ELSE 'trực tiếp' END)),
            (3, d.apology_at, 'văn bản xin lỗi, hẹn lại'),
            (4, d.due_at_first, CASE WHEN d.due_at IS DISTINCT FROM d.due_at_first THEN 'hẹn trả ban đầu' ELSE 'hẹn trả' END),
            (5, CASE WHEN d.due_at IS DISTINCT FROM d.due_at_first THEN d.due_at END, 'hẹn trả hiện tại'),
            (6, d.finished_at, 'kết thúc xử lý'),
            (7, d.returned_at, 'trả kết quả')
        ) AS v (place, at, text_vi)
        UNION ALL
        SELECT c.seen_at, 'change', format('phát hiện %s', motcua.change_text(c.field, c.old_value, c.new_value)), 10 + c.change_id
        FROM motcua.dossier_change AS c WHERE c.source = d.source AND c.code = d.code
    ) AS s
    WHERE d.source = of_source AND d.code = of_code AND s.at IS NOT NULL
    ORDER BY s.at, s.place;
END;
$$;
COMMENT ON FUNCTION stats.story(text, text) IS 'The dates of a dossier and what was seen to change, in the order of time. VI: Diễn biến một hồ sơ: '
    'các mốc thời gian và những thay đổi đã phát hiện.';

CREATE OR REPLACE FUNCTION stats.explain(of_source text, of_code text)
    RETURNS TABLE (event text, on_day date, profile text, rate text, bucket text, in_numerator boolean, in_denominator boolean, reason text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT f.event, f.on_day, f.profile, f.rate, (array_agg(f.bucket ORDER BY f.in_numerator DESC, f.bucket))[1], bool_or(f.in_numerator),
           bool_or(f.in_denominator), (array_agg(f.reason ORDER BY f.in_numerator DESC, f.bucket))[1]
    FROM (
        SELECT v.event, v.on_day, t.profile, t.rate, r.position, b.bucket, t.in_numerator, t.in_denominator,
               motcua.reason(b.bucket, e.marks, v.on_day, d, NULL, p) AS reason
        FROM motcua.dossier AS d
        CROSS JOIN LATERAL (VALUES ('received', d.received_on), ('closed', d.closed_on), ('pending', CASE WHEN d.closed_on <= motcua.today()
            THEN NULL ELSE motcua.today() END)) AS v (event, on_day)
        CROSS JOIN LATERAL motcua.period_cells(v.on_day, v.on_day, 'handling', 'then', motcua.today(), NULL, each => true,
            of_source => of_source, of_code => of_code) AS e
        CROSS JOIN LATERAL motcua.buckets_of(e.marks) AS k
        JOIN motcua.bucket AS b ON b.bucket = k.bucket AND b.event = v.event
        JOIN motcua.term AS t ON t.bucket = b.bucket
        JOIN motcua.rate AS r ON r.profile = t.profile AND r.rate = t.rate
        LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
        WHERE d.source = of_source AND d.code = of_code AND v.on_day IS NOT NULL
    ) AS f
    GROUP BY f.event, f.on_day, f.profile, f.rate, f.position
    ORDER BY f.profile, f.position, f.on_day, f.event;
END;
$$;
COMMENT ON FUNCTION stats.explain(text, text) IS
    'Where a dossier counts, under each profile and rate: on the day it was received, on the day it was closed, or today while it is open; with its '
    'bucket (that of the numerator, where it is in both) and why. VI: Hồ sơ được tính vào đâu theo từng bộ quy tắc, từng tỷ lệ: ngày tiếp nhận, '
    'ngày kết thúc, hoặc hôm nay nếu chưa xong; kèm lý do.';

CREATE OR REPLACE FUNCTION stats.flags_of(of_source text, of_code text)
    RETURNS TABLE (flag text, text_vi text, reason text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT k.flag, k.text_vi, f.reason
    FROM motcua.dossier AS d
    CROSS JOIN LATERAL (
        SELECT x.flag, motcua.row_reason(x.flag, d) AS reason
        FROM motcua.row_flags(d.status, d.received_at, d.due_at, d.finished_at, d.returned_at, d.received_on, d.due_on, d.outcome, d.timeliness) AS x
        UNION ALL
        SELECT c.flag, c.reason FROM motcua.change_flags AS c WHERE c.source = of_source AND c.code = of_code
        UNION ALL
        SELECT 'systems_disagree', format('nguồn %s ghi: %s', t.source, t.difference) FROM motcua.told_again AS t
        WHERE of_source IN (t.source, t.counted_in) AND t.code = of_code AND t.difference IS NOT NULL
        UNION ALL
        SELECT 'mass_closing', m.reason FROM motcua.mass_closings(d.closed_on, d.closed_on) AS m WHERE m.source = of_source AND m.code = of_code
    ) AS f
    JOIN motcua.integrity_check AS k ON k.flag = f.flag
    WHERE d.source = of_source AND d.code = of_code
    ORDER BY k.position;
END;
$$;
COMMENT ON FUNCTION stats.flags_of(text, text) IS 'Flags of one dossier; a change of each that earns one. VI: Các dấu hiệu của một hồ sơ.';

COMMIT;
