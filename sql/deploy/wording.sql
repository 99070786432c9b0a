-- Deploy motcua:wording to pg
-- requires: published_answers
-- requires: integrity
-- Words that officials read, in one style: the terms of the forms, and days as 09/05/2024 everywhere.

BEGIN;

UPDATE motcua.bucket SET text_vi = 'từ kỳ trước' WHERE bucket = 'carried_in';
UPDATE motcua.bucket SET text_vi = replace(text_vi, 'công dân rút', 'công dân, tổ chức rút hồ sơ') WHERE outcome = 'withdrawn';
UPDATE motcua.profile SET text_vi = 'theo báo cáo của UBND cấp xã và sở, ngành; tính theo ngày, trên số hồ sơ đã giải quyết' WHERE profile = 'report';
UPDATE motcua.rate SET text_vi = 'phản ánh, kiến nghị trả lời đúng hạn / tổng số đã trả lời và quá hạn chưa trả lời'
WHERE rate = 'feedback_on_time' AND profile <> 'qd766';
UPDATE motcua.integrity_check AS k SET text_vi = t.text_vi
FROM (VALUES ('late_but_handed_over_in_time', 'quá hạn trên hệ thống nhưng đã trả kết quả đúng hạn'),
             ('finished_at_due_second', 'kết thúc trùng đúng đến giây với thời điểm hẹn trả')) AS t (flag, text_vi)
WHERE k.flag = t.flag;

CREATE OR REPLACE FUNCTION motcua.local_text(instant timestamptz) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_char(instant AT TIME ZONE 'Asia/Ho_Chi_Minh', CASE
        WHEN (instant AT TIME ZONE 'Asia/Ho_Chi_Minh')::time = time '00:00' THEN 'DD/MM/YYYY' ELSE 'DD/MM/YYYY HH24:MI' END);

CREATE OR REPLACE FUNCTION motcua.day_text(day date) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_char(day, 'DD/MM/YYYY');
COMMENT ON FUNCTION motcua.day_text(date) IS 'A day as Vietnamese readers write it: 14/05/2024. VI: Ngày viết theo kiểu Việt Nam.';

CREATE OR REPLACE FUNCTION motcua.mass_closings(period_from date, period_to date)
    RETURNS TABLE (source text, code text, office text, status smallint, received_at timestamptz, due_at timestamptz, finished_at timestamptz,
                   returned_at timestamptz, reason text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT n.source, n.code, n.handling_office, n.status, n.received_at, n.due_at, n.finished_at, n.returned_at,
           CASE WHEN n.in_second >= r.same_second THEN format('%s hồ sơ của cơ quan kết thúc cùng một giây (%s)', n.in_second,
                         to_char(n.ended_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY HH24:MI:SS'))
                ELSE format('%s hồ sơ của cơ quan kết thúc trong cùng một phút (%s)', n.in_minute,
                    motcua.local_text(date_trunc('minute', n.ended_at))) END
    FROM (
        SELECT d.source, d.code, d.handling_office, d.status, d.received_at, d.due_at, d.finished_at, d.returned_at,
            coalesce(d.finished_at, d.returned_at) AS ended_at,
               count(*) OVER (PARTITION BY d.handling_office, date_trunc('minute', coalesce(d.finished_at, d.returned_at))) AS in_minute,
               count(*) OVER (PARTITION BY d.handling_office, date_trunc('minute', coalesce(d.finished_at, d.returned_at)),
                                           date_trunc('second', coalesce(d.finished_at, d.returned_at))) AS in_second
        FROM motcua.dossier AS d
        WHERE d.closed_on BETWEEN period_from AND period_to
          AND (coalesce(d.finished_at, d.returned_at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::time <> time '00:00'
    ) AS n
    JOIN motcua.integrity_check AS r ON r.flag = 'mass_closing' AND (n.in_second >= r.same_second OR n.in_minute >= r.same_minute);
END;
$$;

CREATE OR REPLACE FUNCTION motcua.row_reason(flag text, d motcua.dossier) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE flag
        WHEN 'late_but_handed_over_in_time'
            THEN format('kết thúc %s, hẹn trả %s, nhưng đã trả kết quả %s', motcua.local_text(d.finished_at), motcua.local_text(d.due_at),
                motcua.local_text(d.returned_at))
        WHEN 'finished_at_due_second' THEN format('kết thúc đúng giây hẹn trả %s', to_char(d.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh',
            'DD/MM/YYYY HH24:MI:SS'))
        WHEN 'closed_without_date' THEN format('trạng thái %s nhưng không có ngày kết thúc', d.status)
        WHEN 'closed_before_received' THEN format('kết thúc %s, tiếp nhận %s', motcua.local_text(coalesce(d.finished_at, d.returned_at)),
            motcua.local_text(d.received_at))
        WHEN 'due_before_received' THEN format('hẹn trả %s, tiếp nhận %s', motcua.local_text(d.due_at), motcua.local_text(d.received_at))
    END;

-- A date that stands in for another one is no secret.
CREATE OR REPLACE FUNCTION motcua.reason(of_bucket text, marks bigint, last_day date, d motcua.dossier, f motcua.feedback,
    p motcua.procedure) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT concat_ws('; ',
        CASE b.event
            WHEN 'received' THEN format('tiếp nhận %s', motcua.day_text(d.received_on))
                || CASE WHEN b.channel IS NOT NULL THEN CASE d.channel WHEN 'online' THEN ', trực tuyến' WHEN 'postal' THEN ', qua bưu chính'
                    ELSE ', trực tiếp' END ELSE '' END
                || CASE WHEN b.online_level = 'full' THEN ', thủ tục toàn trình' ELSE '' END
            WHEN 'closed' THEN CASE d.outcome WHEN 'withdrawn' THEN 'công dân, tổ chức rút hồ sơ; ' WHEN 'returned' THEN 'trả lại, dừng xử lý; ' ELSE '' END
                || motcua.closing_reason(d.timeliness, d.closed_on, motcua.closed_at(d.status, d.received_at, d.finished_at, d.returned_at),
                    d.due_on, d.due_at)
                || CASE WHEN d.finished_at IS NULL THEN ' (ngày trả kết quả, nguồn không ghi ngày kết thúc)' ELSE '' END
            WHEN 'pending' THEN motcua.pending_reason(reason.marks, d.due_on, last_day)
            WHEN 'carried_in' THEN format('tiếp nhận %s, chưa xong khi kỳ bắt đầu', motcua.day_text(d.received_on))
            WHEN 'feedback_answered' THEN motcua.closing_reason(f.timeliness, f.answered_on,
                    motcua.feedback_answered_at(f.answered_at, f.published_at), motcua.local_day(f.due_at), f.due_at)
                || CASE WHEN f.answered_at IS NULL THEN ' (ngày công khai, nguồn không ghi ngày trả lời)' ELSE '' END
            WHEN 'feedback_overdue' THEN motcua.pending_reason(motcua.mark('overdue'), motcua.local_day(f.due_at), last_day)
            WHEN 'feedback_in_time' THEN motcua.pending_reason(CASE WHEN f.due_at IS NULL THEN motcua.mark('no_due') ELSE 0 END,
                motcua.local_day(f.due_at), last_day)
            WHEN 'procedure' THEN CASE p.online_level WHEN 'full' THEN 'thủ tục toàn trình' WHEN 'partial' THEN 'thủ tục trực tuyến một phần'
                ELSE 'thủ tục chưa trực tuyến' END
        END,
        CASE WHEN starts_with(b.event, 'feedback') AND f.due_term IS NOT NULL THEN 'hạn tính theo quy định, nguồn không ghi hạn' END,
        CASE WHEN b.event IN ('feedback_overdue', 'feedback_in_time') AND motcua.is_answered_undated(f.status, f.answered_on)
            THEN 'nguồn ghi đã trả lời nhưng không có ngày' END,
        (SELECT string_agg(motcua.mark_reason(m.mark, d, p), '; ' ORDER BY m.place) FROM unnest(b.marks) WITH ORDINALITY AS m (mark, place)))
    FROM motcua.bucket AS b WHERE b.bucket = of_bucket
$$;
COMMENT ON FUNCTION motcua.reason(text, bigint, date, motcua.dossier, motcua.feedback, motcua.procedure) IS
    'Why something is in a bucket, in Vietnamese: "kết thúc 14/05/2024, hẹn trả 10/05/2024: quá hạn 4 ngày"; of a date that stands in for another that '
    'the source does not tell, that it does. VI: Vì sao hồ sơ thuộc một ô đếm, bằng lời; ngày dùng thay cho ngày mà nguồn không ghi thì nói rõ.';

COMMIT;
