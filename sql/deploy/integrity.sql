-- Deploy motcua:integrity to pg
-- requires: figures
-- requires: disagreements
-- Dates that contradict each other, or that look made to fit. A flag is a question, not a verdict.

BEGIN;

CREATE TABLE motcua.integrity_check (
    flag text COLLATE "C" PRIMARY KEY,
    position integer NOT NULL,
    hides_lateness boolean NOT NULL,
    same_second integer,
    same_minute integer,
    text_en text NOT NULL,
    text_vi text NOT NULL
);
COMMENT ON TABLE motcua.integrity_check IS 'What is looked for in the dates of dossiers. VI: Các phép kiểm tra tính trung thực của ngày tháng.';
COMMENT ON COLUMN motcua.integrity_check.flag IS 'Name of the flag. VI: Tên dấu hiệu.';
COMMENT ON COLUMN motcua.integrity_check.position IS 'Order in tables. VI: Thứ tự hiển thị.';
COMMENT ON COLUMN motcua.integrity_check.hides_lateness IS 'It can turn a late dossier into one on time; such dossiers are left out of the late rate '
    'without suspicious closings. VI: Có thể biến hồ sơ quá hạn thành đúng hạn.';
COMMENT ON COLUMN motcua.integrity_check.same_second IS 'Of a mass closing: from so many closings of one office in one second on. VI: Số hồ sơ cùng '
    'cơ quan kết thúc trong cùng một giây thì bị gắn dấu hiệu.';
COMMENT ON COLUMN motcua.integrity_check.same_minute IS 'Of a mass closing: from so many closings of one office in one minute on. VI: Số hồ sơ cùng '
    'cơ quan kết thúc trong cùng một phút thì bị gắn dấu hiệu.';
COMMENT ON COLUMN motcua.integrity_check.text_en IS 'Meaning in English. VI: Ý nghĩa (tiếng Anh).';
COMMENT ON COLUMN motcua.integrity_check.text_vi IS 'Meaning in Vietnamese. VI: Ý nghĩa.';

-- Nobody signs 20 results in a minute one by one, nor 10 in a second; an office that hands out in batches edits the row.
INSERT INTO motcua.integrity_check (flag, position, hides_lateness, same_second, same_minute, text_en, text_vi) VALUES
    ('late_but_handed_over_in_time', 1, false, NULL, NULL, 'late in the system, but the citizen had the result in time',
        'trễ trên hệ thống nhưng đã trả kết quả đúng hạn'),
    ('due_moved_after_passed', 2, true, NULL, NULL, 'due date moved after it had passed, without a letter or supplement before it',
        'sửa ngày hẹn trả sau khi đã quá hạn, trước đó không có văn bản xin lỗi hoặc yêu cầu bổ sung'),
    ('due_moved_without_letter', 3, true, NULL, NULL, 'due date moved without a letter or supplement',
        'sửa ngày hẹn trả khi không có văn bản xin lỗi hoặc yêu cầu bổ sung'),
    ('finished_at_due_second', 4, true, NULL, NULL, 'finished at the very second at which it was due', 'kết thúc trùng khít giây hẹn trả'),
    ('finished_moved_back', 5, true, NULL, NULL, 'end of processing moved to an earlier time than was seen before',
        'ngày kết thúc bị lùi về trước so với lần thu thập trước'),
    ('status_went_back', 6, true, NULL, NULL, 'resolved before, then not resolved or not handed over any more',
        'đã giải quyết xong rồi quay lại trạng thái trước'),
    ('mass_closing', 7, true, 10, 20, 'closed in the same second or minute as many others of the office',
        'kết thúc hàng loạt trong cùng một giây hoặc một phút'),
    ('closed_without_date', 8, false, NULL, NULL, 'closed by its status, but without a date, so that it counts as open',
        'đã đóng theo trạng thái nhưng không có ngày, nên tính là đang giải quyết'),
    ('closed_before_received', 9, false, NULL, NULL, 'closed before it was received', 'kết thúc trước khi tiếp nhận'),
    ('due_before_received', 10, false, NULL, NULL, 'due before it was received', 'hẹn trả trước khi tiếp nhận'),
    ('deleted_at_source', 11, false, NULL, NULL, 'counted before, then deleted at the source, so that it has left all figures',
        'đã tính vào số liệu, sau đó bị xóa hoặc loại ra ở nguồn'),
    ('systems_disagree', 12, false, NULL, NULL, 'another system tells of it otherwise than the one that counts',
        'hai hệ thống ghi khác nhau về cùng một hồ sơ');

-- Few changes can ever be flagged; these find them among millions.
CREATE INDEX dossier_change_status_back ON motcua.dossier_change (source, code) WHERE field = 'status' AND old_value IN ('9', '10')
    AND new_value <> '10';
CREATE INDEX dossier_change_refinished ON motcua.dossier_change (source, code) WHERE field IN ('finished_at', 'returned_at') AND old_value
    IS NOT NULL;
CREATE INDEX dossier_change_skipped ON motcua.dossier_change (source, code) WHERE field = 'skipped';
CREATE INDEX dossier_change_moved_due ON motcua.dossier_change (source, code) WHERE field = 'due_at' AND old_value IS NOT NULL;

CREATE OR REPLACE FUNCTION motcua.seen_until(of_source text, of_run bigint, seen_at timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN least(seen_at, coalesce((
        SELECT r.started_at FROM motcua.run AS r
        WHERE r.source = of_source AND r.run_id < of_run AND r.program = 'ingest' AND r.status = 'done'
        ORDER BY r.run_id DESC LIMIT 1), seen_at - interval '1 day'));
COMMENT ON FUNCTION motcua.seen_until(text, bigint, timestamptz)
    IS 'Until when the old value of a change was still seen: the start of the run before, else a day before. VI: Thời điểm cuối cùng còn thấy giá '
    'trị cũ: lượt chạy liền trước.';

CREATE OR REPLACE FUNCTION motcua.is_after_due(instant timestamptz, due_at timestamptz) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN motcua.timeliness(instant, due_at) IN ('on_day_after_hour', 'late');
COMMENT ON FUNCTION motcua.is_after_due(timestamptz, timestamptz)
    IS 'An instant lies after a due date, whose time of 00:00:00 means the end of its day. VI: Thời điểm nằm sau hạn trả.';

-- The planner takes the flagged changes for many more than they are; OFFSET 0 makes it look their dossiers up by key instead
-- of reading all. A supplement restarts the clock, a letter moves the appointment (Decree 61/2018 art. 19.4 and 19.9): either makes
-- a new due date legal when it was there before the old one passed. Status 5 or 6 of a dossier that was new counts as before.
-- A letter moves the appointment once: of all letters that were seen, one must be left that no earlier move has used up. So does a
-- supplement from when it has come in; while it is waited for, the appointment may move.
CREATE OR REPLACE VIEW motcua.moved_due AS
    SELECT c.change_id, c.source, c.code, c.run_id, c.seen_at, c.old_value::timestamptz AS old_due_at, c.new_value::timestamptz AS new_due_at,
           motcua.is_after_due(motcua.seen_until(c.source, c.run_id, c.seen_at), c.old_value::timestamptz)
           AND coalesce(motcua.is_after_due(CASE WHEN d.last_run_id = c.run_id THEN d.source_updated_at END, c.old_value::timestamptz),
               true) AS had_passed,
           EXISTS (
               SELECT FROM (
                   SELECT a.old_value::timestamptz AS dated, lag(a.run_id, 1, 0::bigint) OVER (ORDER BY a.change_id) AS run_id
                   FROM motcua.dossier_change AS a WHERE a.source = c.source AND a.code = c.code AND a.field = 'apology_at'
                   UNION ALL
                   SELECT d.apology_at, (SELECT coalesce(max(a.run_id), 0) FROM motcua.dossier_change AS a
                                         WHERE a.source = c.source AND a.code = c.code AND a.field = 'apology_at')
               ) AS l
               WHERE NOT motcua.is_after_due(l.dated, c.old_value::timestamptz)
                 AND NOT EXISTS (
                   SELECT FROM motcua.dossier_change AS e
                   WHERE e.source = c.source AND e.code = c.code AND e.field = 'due_at' AND motcua.is_after_due(e.new_value::timestamptz,
                       e.old_value::timestamptz)
                     AND e.run_id > d.first_run_id AND e.run_id >= l.run_id AND e.run_id < c.run_id
                     AND NOT motcua.is_after_due(l.dated, e.old_value::timestamptz))) AS has_letter,
           coalesce(s.has_supplement, d.status IN (5, 6)) AS has_supplement
    FROM motcua.dossier_change AS c
    CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = c.source AND d.code = c.code OFFSET 0) AS d
    CROSS JOIN LATERAL (
        SELECT bool_or(CASE WHEN s.new_value IN ('5', '6') THEN s.run_id <= c.run_id
                                AND NOT motcua.is_after_due(motcua.seen_until(s.source, s.run_id, s.seen_at), c.old_value::timestamptz)
                            ELSE s.old_value IN ('5', '6') AND NOT EXISTS (
                                SELECT FROM motcua.dossier_change AS e
                                WHERE e.source = s.source AND e.code = s.code AND e.field = 'status' AND e.change_id < s.change_id) END
                       AND NOT EXISTS (
                           SELECT FROM motcua.dossier_change AS b JOIN motcua.dossier_change AS e ON e.source = b.source AND e.code = b.code
                           WHERE b.source = s.source AND b.code = s.code AND b.field = 'status' AND b.change_id >= s.change_id
                             AND b.old_value IN ('5', '6') AND b.new_value NOT IN ('5', '6')
                             AND e.field = 'due_at' AND motcua.is_after_due(e.new_value::timestamptz, e.old_value::timestamptz)
                                 AND e.run_id >= b.run_id AND e.run_id < c.run_id)
                      ) AS has_supplement
        FROM motcua.dossier_change AS s
        WHERE s.source = c.source AND s.code = c.code AND s.field = 'status'
    ) AS s
    WHERE c.field = 'due_at' AND c.old_value IS NOT NULL AND c.run_id > d.first_run_id
      AND (c.new_value IS NULL OR motcua.is_after_due(c.new_value::timestamptz, c.old_value::timestamptz));
COMMENT ON VIEW motcua.moved_due IS 'Due dates that were moved on or removed between two nights, and what makes that legal. VI: Các lần ngày hẹn trả '
    'bị dời về sau hoặc bị xóa, kèm căn cứ hợp lệ (nếu có).';
COMMENT ON COLUMN motcua.moved_due.change_id IS 'Change in motcua.dossier_change. VI: Số thứ tự thay đổi.';
COMMENT ON COLUMN motcua.moved_due.source IS 'Source. VI: Nguồn.';
COMMENT ON COLUMN motcua.moved_due.code IS 'Dossier code. VI: Mã hồ sơ.';
COMMENT ON COLUMN motcua.moved_due.run_id IS 'Run that saw it. VI: Lượt chạy phát hiện.';
COMMENT ON COLUMN motcua.moved_due.seen_at IS 'When it was seen. VI: Thời điểm phát hiện.';
COMMENT ON COLUMN motcua.moved_due.old_due_at IS 'Due date before. VI: Ngày hẹn trả cũ.';
COMMENT ON COLUMN motcua.moved_due.new_due_at IS 'Due date after; null when it was removed. VI: Ngày hẹn trả mới; trống nếu bị xóa.';
COMMENT ON COLUMN motcua.moved_due.had_passed IS 'The old one had certainly passed: the run before still saw it then. VI: Chắc chắn sửa sau khi đã '
    'quá hạn.';
COMMENT ON COLUMN motcua.moved_due.has_letter IS 'A letter, not that of an earlier move, was dated before the old one passed. VI: Có văn bản xin lỗi '
    'trước hạn, không phải văn bản của lần dời trước.';
COMMENT ON COLUMN motcua.moved_due.has_supplement IS 'A supplement or payment was asked for before the old one passed, and no earlier move has '
    'followed it. VI: Có yêu cầu bổ sung hoặc nộp phí trước hạn, chưa dùng cho lần dời trước.';

CREATE OR REPLACE VIEW motcua.change_flags AS
    SELECT m.source, m.code, CASE WHEN m.had_passed THEN 'due_moved_after_passed' ELSE 'due_moved_without_letter' END AS flag,
           format('hẹn trả đổi từ %s thành %s, phát hiện ngày %s', motcua.local_text(m.old_due_at),
               coalesce(motcua.local_text(m.new_due_at), 'không có'),
                  motcua.day_text(motcua.local_day(m.seen_at))) AS reason, m.change_id
    FROM motcua.moved_due AS m
    WHERE NOT m.has_letter AND NOT m.has_supplement
    UNION ALL
    SELECT c.source, c.code, 'finished_moved_back',
           format('kết thúc đổi từ %s thành %s, phát hiện ngày %s', motcua.local_text(c.old_value::timestamptz),
               motcua.local_text(n.new_value::timestamptz),
                  motcua.day_text(motcua.local_day(n.seen_at))), n.change_id
    FROM motcua.dossier_change AS c
    CROSS JOIN LATERAL (SELECT n.* FROM motcua.dossier_change AS n WHERE n.source = c.source AND n.code = c.code
        AND n.field = 'finished_at' OFFSET 0) AS n
    CROSS JOIN LATERAL (SELECT d.first_run_id FROM motcua.dossier AS d WHERE d.source = c.source AND d.code = c.code OFFSET 0) AS d
    WHERE n.change_id >= c.change_id AND n.new_value::timestamptz < c.old_value::timestamptz AND n.run_id > d.first_run_id
        AND c.field = 'finished_at' AND c.old_value IS NOT NULL
    UNION ALL
    -- Where there is no end of processing, the handing over closes the dossier, and can be put back as well.
    SELECT c.source, c.code, 'finished_moved_back',
           format('kết thúc đổi từ %s thành %s (ngày trả kết quả), phát hiện ngày %s', motcua.local_text(c.old_value::timestamptz),
               motcua.local_text(d.returned_at),
                  motcua.day_text(motcua.local_day(c.seen_at))), c.change_id
    FROM motcua.dossier_change AS c
    CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = c.source AND d.code = c.code OFFSET 0) AS d
    WHERE c.field IN ('finished_at', 'returned_at') AND c.old_value IS NOT NULL AND c.run_id > d.first_run_id
      AND d.status IN (9, 10) AND d.finished_at IS NULL AND d.returned_at < c.old_value::timestamptz
    UNION ALL
    SELECT c.source, c.code, 'status_went_back',
           format('trạng thái đổi từ %s về %s, phát hiện ngày %s', c.old_value, c.new_value, motcua.day_text(motcua.local_day(c.seen_at))),
               c.change_id
    FROM motcua.dossier_change AS c
    CROSS JOIN LATERAL (SELECT d.first_run_id FROM motcua.dossier AS d WHERE d.source = c.source AND d.code = c.code OFFSET 0) AS d
    WHERE c.run_id > d.first_run_id AND c.field = 'status' AND c.old_value IN ('9', '10') AND c.new_value <> '10'
    UNION ALL
    SELECT c.source, c.code, 'deleted_at_source', format('bị xóa hoặc loại ra ở nguồn, phát hiện ngày %s',
        motcua.day_text(motcua.local_day(c.seen_at))), c.change_id
    FROM motcua.dossier_change AS c
    CROSS JOIN LATERAL (SELECT d.skipped FROM motcua.dossier AS d WHERE d.source = c.source AND d.code = c.code OFFSET 0) AS d
    WHERE c.field = 'skipped' AND c.new_value = 'true' AND d.skipped;
COMMENT ON VIEW motcua.change_flags IS 'Changes between two nights that look made to fit. VI: Các thay đổi đáng nghi giữa hai lần thu thập.';
COMMENT ON COLUMN motcua.change_flags.source IS 'Source. VI: Nguồn.';
COMMENT ON COLUMN motcua.change_flags.code IS 'Dossier code. VI: Mã hồ sơ.';
COMMENT ON COLUMN motcua.change_flags.flag IS 'Flag. VI: Dấu hiệu.';
COMMENT ON COLUMN motcua.change_flags.reason IS 'What was seen, in Vietnamese. VI: Đã thấy gì.';
COMMENT ON COLUMN motcua.change_flags.change_id IS 'Change in motcua.dossier_change. VI: Số thứ tự thay đổi.';

-- Exports by date say 00:00:00 of every closing, which tells nothing.
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
                         to_char(n.ended_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'FMDD/FMMM/YYYY HH24:MI:SS'))
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
COMMENT ON FUNCTION motcua.mass_closings(date, date) IS 'Dossiers closed in a period in the same second or minute as many others of their office, by '
    'the numbers in motcua.integrity_check. VI: Hồ sơ kết thúc hàng loạt trong cùng một giây hoặc một phút.';

-- The reason is worded for the few rows that earn a flag, so it is not among what is asked of all.
CREATE OR REPLACE FUNCTION motcua.row_reason(flag text, d motcua.dossier) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE flag
        WHEN 'late_but_handed_over_in_time'
            THEN format('kết thúc %s, hẹn trả %s, nhưng đã trả kết quả %s', motcua.local_text(d.finished_at), motcua.local_text(d.due_at),
                motcua.local_text(d.returned_at))
        WHEN 'finished_at_due_second' THEN format('kết thúc đúng giây hẹn trả %s', to_char(d.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh',
            'FMDD/FMMM/YYYY HH24:MI:SS'))
        WHEN 'closed_without_date' THEN format('trạng thái %s nhưng không có ngày kết thúc', d.status)
        WHEN 'closed_before_received' THEN format('kết thúc %s, tiếp nhận %s', motcua.local_text(coalesce(d.finished_at, d.returned_at)),
            motcua.local_text(d.received_at))
        WHEN 'due_before_received' THEN format('hẹn trả %s, tiếp nhận %s', motcua.local_text(d.due_at), motcua.local_text(d.received_at))
    END;
COMMENT ON FUNCTION motcua.row_reason(text, motcua.dossier)
    IS 'Why a dossier earns a flag by its own dates, in Vietnamese. VI: Lý do gắn dấu hiệu theo chính các ngày của hồ sơ.';

CREATE OR REPLACE FUNCTION motcua.row_flags(status smallint, received_at timestamptz, due_at timestamptz, finished_at timestamptz,
    returned_at timestamptz,
                                 received_on date, due_on date, outcome motcua.outcome, timeliness motcua.timeliness)
    RETURNS TABLE (flag text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT f.flag
    FROM (VALUES
        ('late_but_handed_over_in_time', timeliness IN ('late', 'on_day_after_hour') AND NOT motcua.is_after_due(returned_at, due_at)),
        ('finished_at_due_second', outcome IS NOT NULL AND coalesce(finished_at, returned_at) = due_at
            AND (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::time <> time '00:00'),
        ('closed_without_date', received_on IS NOT NULL AND status IN (7, 8, 9, 10) AND outcome IS NULL),
        ('closed_before_received', outcome IS NOT NULL AND coalesce(finished_at, returned_at) < received_at),
        ('due_before_received', due_on < received_on)
    ) AS f (flag, holds)
    WHERE f.holds
$$;
COMMENT ON FUNCTION motcua.row_flags(smallint, timestamptz, timestamptz, timestamptz, timestamptz, date, date, motcua.outcome, motcua.timeliness)
    IS 'Flags that a dossier earns by its own dates. VI: Dấu hiệu suy ra từ chính các ngày của hồ sơ.';

CREATE OR REPLACE FUNCTION motcua.flags_between(period_from date, period_to date, of_flag text DEFAULT NULL, for_office text DEFAULT NULL)
    RETURNS TABLE (source text, code text, office text, flag text, status smallint, received_at timestamptz, due_at timestamptz,
                   finished_at timestamptz, returned_at timestamptz, reason text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT f.*
    FROM (
        SELECT d.source, d.code, d.handling_office AS office, f.flag, d.status, d.received_at, d.due_at, d.finished_at, d.returned_at,
               motcua.row_reason(f.flag, d) AS reason
        FROM motcua.dossier AS d
        CROSS JOIN LATERAL motcua.row_flags(d.status, d.received_at, d.due_at, d.finished_at, d.returned_at, d.received_on, d.due_on, d.outcome,
            d.timeliness) AS f
        WHERE d.closed_on BETWEEN period_from AND period_to
          -- Passes over those that no check can flag: a look at each check costs ten times as much.
          AND (d.timeliness IN ('late', 'on_day_after_hour') OR coalesce(d.finished_at, d.returned_at) = d.due_at OR d.due_on < d.received_on
               OR d.finished_at < d.received_at OR d.returned_at < d.received_at)
        UNION ALL
        SELECT d.source, d.code, d.handling_office, f.flag, d.status, d.received_at, d.due_at, d.finished_at, d.returned_at,
               motcua.row_reason(f.flag, d)
        FROM motcua.dossier AS d
        CROSS JOIN LATERAL motcua.row_flags(d.status, d.received_at, d.due_at, d.finished_at, d.returned_at, d.received_on, d.due_on, d.outcome,
            d.timeliness) AS f
        WHERE d.outcome IS NULL AND d.received_on <= period_to
        UNION ALL
        SELECT m.source, m.code, m.office, 'mass_closing', m.status, m.received_at, m.due_at, m.finished_at, m.returned_at, m.reason
        FROM motcua.mass_closings(period_from, period_to) AS m
        UNION ALL
        -- A status that went back to 1 or 3, or a deletion, takes the dossier out of every count, so its reception is asked for.
        SELECT d.source, d.code, d.handling_office, c.flag, d.status, d.received_at, d.due_at, d.finished_at, d.returned_at, c.reason
        FROM (SELECT DISTINCT ON (f.source, f.code, f.flag) f.source, f.code, f.flag, f.reason FROM motcua.change_flags AS f
              ORDER BY f.source, f.code, f.flag, f.change_id DESC) AS c
        CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = c.source AND d.code = c.code OFFSET 0) AS d
        WHERE d.counted_in IS NULL
          AND (d.closed_on BETWEEN period_from AND period_to OR (d.outcome IS NULL AND coalesce(motcua.local_day(d.received_at) <= period_to, true)))
        UNION ALL
        -- The row that counts is flagged, also where it takes the dossier out of every count.
        SELECT t.counted_in, t.code, t.office, 'systems_disagree', t.status, t.received_at, t.due_at, t.finished_at, t.returned_at,
               string_agg(format('nguồn %s ghi: %s', t.source, t.difference), '; ' ORDER BY t.source)
        FROM motcua.told_again AS t
        WHERE (t.closed_on BETWEEN period_from AND period_to OR (t.outcome IS NULL AND coalesce(motcua.local_day(t.received_at) <= period_to, true)))
          AND t.difference IS NOT NULL
        GROUP BY t.counted_in, t.code, t.office, t.status, t.received_at, t.due_at, t.finished_at, t.returned_at
    ) AS f
    WHERE (of_flag IS NULL OR f.flag = of_flag)
      AND (for_office IS NULL OR f.office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = for_office));
END;
$$;
COMMENT ON FUNCTION motcua.flags_between(date, date, text, text) IS
    'Flags of the dossiers that were closed in a period, or are open and were received by its end; each flag once a dossier; of one flag, of an '
    'office and its subtree (null: all). VI: Dấu hiệu của hồ sơ kết thúc trong kỳ hoặc đang giải quyết.';

CREATE OR REPLACE VIEW stats.integrity_flags AS
    SELECT * FROM motcua.flags_between('-infinity', 'infinity');
COMMENT ON VIEW stats.integrity_flags IS 'Dossiers whose dates contradict each other or look made to fit. VI: Hồ sơ có ngày tháng mâu thuẫn hoặc '
    'đáng nghi.';
COMMENT ON COLUMN stats.integrity_flags.source IS 'Source. VI: Nguồn.';
COMMENT ON COLUMN stats.integrity_flags.code IS 'Dossier code. VI: Mã hồ sơ.';
COMMENT ON COLUMN stats.integrity_flags.office IS 'Accountable office. VI: Cơ quan giải quyết.';
COMMENT ON COLUMN stats.integrity_flags.flag IS 'Flag, explained in motcua.integrity_check. VI: Dấu hiệu, giải thích trong motcua.integrity_check.';
COMMENT ON COLUMN stats.integrity_flags.status IS 'Status. VI: Trạng thái.';
COMMENT ON COLUMN stats.integrity_flags.received_at IS 'Reception. VI: Ngày tiếp nhận.';
COMMENT ON COLUMN stats.integrity_flags.due_at IS 'Appointed return. VI: Ngày hẹn trả.';
COMMENT ON COLUMN stats.integrity_flags.finished_at IS 'End of processing. VI: Ngày kết thúc xử lý.';
COMMENT ON COLUMN stats.integrity_flags.returned_at IS 'Result handed over. VI: Ngày trả kết quả.';
COMMENT ON COLUMN stats.integrity_flags.reason IS 'What was seen, in Vietnamese. VI: Đã thấy gì.';

CREATE OR REPLACE FUNCTION stats.integrity_dossiers(period_from date, period_to date, flag text DEFAULT NULL, for_office text DEFAULT NULL)
    RETURNS SETOF stats.integrity_flags
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT f.* FROM motcua.flags_between(period_from, least(period_to, motcua.today()), integrity_dossiers.flag, for_office) AS f
    WHERE (SELECT motcua.is_period(period_from, period_to) AND motcua.is_office(for_office))
      AND (integrity_dossiers.flag IS NULL
           OR (SELECT motcua.known('flag', integrity_dossiers.flag, array_agg(k.flag ORDER BY k.position)) FROM motcua.integrity_check AS k) <> '')
    ORDER BY f.flag, f.office, f.source, f.code
$$;
COMMENT ON FUNCTION stats.integrity_dossiers(date, date, text, text)
    IS 'The flagged dossiers of a period (closed in it, or open and received by its end), of an office and its subtree (null: all). VI: Danh sách hồ '
    'sơ bị gắn dấu hiệu trong kỳ.';

CREATE OR REPLACE FUNCTION motcua.dossiers_checked(period_from date, period_to date, for_office text) RETURNS bigint
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN (SELECT count(*) FROM motcua.dossier AS d
            WHERE (d.closed_on BETWEEN period_from AND period_to)
              AND (for_office IS NULL OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = for_office)))
         + (SELECT count(*) FROM motcua.dossier AS d
            WHERE d.outcome IS NULL AND d.received_on <= period_to
              AND (for_office IS NULL OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = for_office)));
END;
$$;
COMMENT ON FUNCTION motcua.dossiers_checked(date, date, text)
    IS 'Dossiers that the flags of a period are looked for in: closed in it, or open and received by its end. VI: Số hồ sơ được kiểm tra trong kỳ.';

CREATE OR REPLACE FUNCTION stats.integrity(period_from date, period_to date, for_office text DEFAULT NULL)
    RETURNS TABLE (flag text, text_vi text, dossiers bigint, checked bigint, percent numeric, dossiers_before bigint, checked_before bigint,
                   percent_before numeric, trend numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH this AS MATERIALIZED (
        SELECT f.flag, count(*) AS dossiers FROM stats.integrity_dossiers(period_from, period_to, NULL, for_office) AS f GROUP BY f.flag
    ), before AS MATERIALIZED (
        SELECT f.flag, count(*) AS dossiers
        FROM stats.integrity_dossiers(period_from - (period_to - period_from + 1), period_from - 1, NULL, for_office) AS f GROUP BY f.flag
    ), base AS MATERIALIZED (
        SELECT motcua.dossiers_checked(period_from, least(period_to, motcua.today()), for_office) AS checked,
               motcua.dossiers_checked(period_from - (period_to - period_from + 1), least(period_from - 1, motcua.today()),
                   for_office) AS checked_before
    )
    SELECT k.flag, k.text_vi, coalesce(t.dossiers, 0), b.checked, motcua.percent(coalesce(t.dossiers, 0), b.checked),
           coalesce(p.dossiers, 0), b.checked_before, motcua.percent(coalesce(p.dossiers, 0), b.checked_before),
           motcua.percent(coalesce(t.dossiers, 0), b.checked) - motcua.percent(coalesce(p.dossiers, 0), b.checked_before)
    FROM motcua.integrity_check AS k CROSS JOIN base AS b
    LEFT JOIN this AS t ON t.flag = k.flag
    LEFT JOIN before AS p ON p.flag = k.flag
    WHERE (SELECT motcua.is_office(for_office))
    ORDER BY k.position
$$;
COMMENT ON FUNCTION stats.integrity(date, date, text) IS
    'Each check with its dossiers, their share of those checked, and the same of as many days before; trend in percentage points. VI: Từng phép kiểm '
    'tra: số hồ sơ, tỷ lệ trên số được kiểm tra, so với kỳ liền trước có cùng số ngày (điểm phần trăm).';

CREATE OR REPLACE FUNCTION stats.integrity_rates(period_from date, period_to date, for_office text DEFAULT NULL)
    RETURNS TABLE (figure text, text_vi text, numerator bigint, denominator bigint, percent numeric)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH flagged AS MATERIALIZED (
        SELECT f.source, f.code, bool_or(k.hides_lateness) AS suspicious, bool_or(f.flag = 'late_but_handed_over_in_time') AS handed_over
        FROM stats.integrity_dossiers(period_from, period_to, NULL, for_office) AS f JOIN motcua.integrity_check AS k ON k.flag = f.flag
        GROUP BY f.source, f.code
    ), resolved AS (
        SELECT count(*) AS resolved, count(*) FILTER (WHERE d.timeliness = 'late') AS late,
            count(*) FILTER (WHERE d.timeliness_first = 'late') AS late_first,
               count(*) FILTER (WHERE f.suspicious) AS suspicious, count(*) FILTER (WHERE f.suspicious AND d.timeliness = 'late') AS suspicious_late,
               count(*) FILTER (WHERE f.handed_over AND d.timeliness = 'late') AS handed_over
        FROM motcua.dossier AS d LEFT JOIN flagged AS f ON f.source = d.source AND f.code = d.code
        WHERE d.closed_on BETWEEN period_from AND least(period_to, motcua.today()) AND d.outcome = 'resolved'
          AND (for_office IS NULL OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = for_office))
    )
    SELECT v.figure, v.text_vi, v.numerator, v.denominator, motcua.percent(v.numerator, v.denominator)
    FROM resolved AS r
    CROSS JOIN LATERAL (VALUES
        ('late', 'tỷ lệ quá hạn như công bố', r.late, r.resolved),
        ('late_without_suspicious', 'tỷ lệ quá hạn, bỏ các hồ sơ đáng nghi', r.late - r.suspicious_late, r.resolved - r.suspicious),
        ('late_with_suspicious', 'tỷ lệ quá hạn, coi hồ sơ đáng nghi là quá hạn', r.late + r.suspicious - r.suspicious_late, r.resolved),
        ('late_first', 'tỷ lệ quá hạn so với ngày hẹn ban đầu', r.late_first, r.resolved),
        ('late_handed_over', 'tỷ lệ quá hạn, trừ hồ sơ đã trả kết quả đúng hạn', r.late - r.handed_over, r.resolved)
    ) AS v (figure, text_vi, numerator, denominator)
    WHERE (SELECT motcua.is_office(for_office));
END;
$$;
COMMENT ON FUNCTION stats.integrity_rates(date, date, text) IS
    'The late rate of profile report as published, without the dossiers that a flag makes suspicious, with these counted as late, against the first '
    'due date, and without what was handed over in time. VI: Tỷ lệ quá hạn như công bố, khi bỏ hồ sơ đáng nghi, khi coi chúng là quá hạn, so với '
    'ngày hẹn ban đầu, và trừ hồ sơ đã trả đúng hạn.';

COMMIT;
