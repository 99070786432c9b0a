-- Deploy motcua:seen_dates to pg
-- requires: ratings
-- A date is what a system says; what a night saw is what we know. Where the two contradict each other by more than a system
-- takes to hear of something, that is a question. What a letter or a supplement excuses is read anew.

BEGIN;

-- Two systems and a person are in between: a clerk closes on the next day what was handed out in the evening, the systems
-- synchronise at night, and once in a while such a night fails. Nobody works on days off, so working days count.
CREATE TABLE motcua.integrity_tolerance (
    source text COLLATE "C" PRIMARY KEY,
    working_days integer NOT NULL CHECK (working_days BETWEEN 0 AND 250),
    note text
);
COMMENT ON TABLE motcua.integrity_tolerance IS 'By how much a closing or a letter may be older than the last night that did not see it yet, before '
    'that is a question: systems hear of things late. The row * holds for every source without one of its own. VI: Ngày kết thúc hoặc văn bản xin '
    'lỗi được phép sớm hơn lần thu thập cuối cùng chưa thấy nó bao nhiêu ngày (do đồng bộ chậm); dòng * áp dụng cho nguồn không có dòng riêng.';
COMMENT ON COLUMN motcua.integrity_tolerance.source IS 'Source, or * for all others. VI: Nguồn; * là mọi nguồn còn lại.';
COMMENT ON COLUMN motcua.integrity_tolerance.working_days IS 'Working days before the night. VI: Số ngày làm việc trước lần thu thập.';
COMMENT ON COLUMN motcua.integrity_tolerance.note IS 'Why so many. VI: Lý do.';
INSERT INTO motcua.integrity_tolerance (source, working_days, note)
VALUES ('*', 3, 'cán bộ cập nhật ngày hôm sau, hệ thống đồng bộ ban đêm, có đêm không đồng bộ được');
GRANT SELECT ON motcua.integrity_tolerance TO motcua_ingest, motcua_stats, motcua_analyst;

CREATE OR REPLACE FUNCTION motcua.tolerated_since(of_source text, night timestamptz) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
    RETURN (SELECT motcua.add_working_days(motcua.local_day(night), -t.working_days) FROM motcua.integrity_tolerance AS t
            WHERE night IS NOT NULL AND t.source IN (of_source, '*') ORDER BY t.source = '*' LIMIT 1);
COMMENT ON FUNCTION motcua.tolerated_since(text, timestamptz) IS 'First day of which a night may not have heard yet, by motcua.integrity_tolerance; '
    'null without a night or a tolerance. VI: Ngày sớm nhất mà lần thu thập có thể chưa kịp ghi nhận.';
REVOKE ALL ON FUNCTION motcua.tolerated_since(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.tolerated_since(text, timestamptz) TO motcua_ingest, motcua_stats, motcua_analyst;

-- A night that found no new file in a folder saw nothing.
CREATE OR REPLACE FUNCTION motcua.seen_until(of_source text, of_run bigint, seen_at timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN least(seen_at, coalesce((
        SELECT r.started_at FROM motcua.run AS r
        WHERE r.source = of_source AND r.run_id < of_run AND r.program = 'ingest' AND r.status = 'done' AND (r.pages > 0 OR r.records > 0)
        ORDER BY r.run_id DESC LIMIT 1), seen_at - interval '1 day'));
COMMENT ON FUNCTION motcua.seen_until(text, bigint, timestamptz)
    IS 'Until when the old value of a change was still seen: the start of the run before that has read something, else a day before. VI: Thời điểm '
    'cuối cùng còn thấy giá trị cũ: lượt chạy liền trước có đọc dữ liệu.';

CREATE OR REPLACE FUNCTION motcua.ended_on(status smallint, received_at timestamptz, finished_at timestamptz, returned_at timestamptz) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN motcua.local_day(motcua.closed_at(status, received_at, finished_at, returned_at));
COMMENT ON FUNCTION motcua.ended_on(smallint, timestamptz, timestamptz, timestamptz) IS 'Local day of the closing of a dossier, also of one that '
    'counts in another source; null while it is open. VI: Ngày kết thúc hồ sơ, kể cả hồ sơ được tính ở nguồn khác.';
REVOKE ALL ON FUNCTION motcua.ended_on(smallint, timestamptz, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.ended_on(smallint, timestamptz, timestamptz, timestamptz) TO motcua_ingest, motcua_stats, motcua_analyst;

-- The planner takes the flagged changes for many more than they are; OFFSET 0 makes it look their dossiers up by key instead
-- of reading all. A supplement restarts the clock, a letter moves the appointment (Decree 61/2018 art. 19.4 and 19.9): either makes
-- a new due date legal when it was there before the old one passed. Status 5 or 6 of a dossier that was new counts as before.
-- A letter moves the appointment once: of all letters that were seen, one must be left that no earlier move has used up. So does a
-- supplement from when it has come in; while it is waited for, the appointment may move.
-- Neither excuses what came after the closing: there was nothing left to appoint. It came after when the night before saw the
-- dossier closed already, or when the closing is dated so long before that night that it must have been there. And a letter has
-- to have been there: dated before the move and the closing, and not so long before the last night that did not see it.
CREATE OR REPLACE VIEW motcua.moved_due AS
    SELECT c.change_id, c.source, c.code, c.run_id, c.seen_at, c.old_value::timestamptz AS old_due_at, c.new_value::timestamptz AS new_due_at,
           motcua.is_after_due(motcua.seen_until(c.source, c.run_id, c.seen_at), c.old_value::timestamptz)
           AND coalesce(motcua.is_after_due(CASE WHEN d.last_run_id = c.run_id THEN d.source_updated_at END, c.old_value::timestamptz),
               true) AS had_passed,
           NOT e.after_closing AND coalesce(l.has_letter, false) AS has_letter,
           NOT e.after_closing AND coalesce(s.has_supplement, d.status IN (5, 6)) AS has_supplement,
           e.after_closing, CASE WHEN NOT e.after_closing AND l.has_letter IS NOT TRUE THEN l.unseen_at END AS unseen_letter_at
    FROM motcua.dossier_change AS c
    CROSS JOIN LATERAL (
        SELECT d.status, d.received_at, d.finished_at, d.returned_at, d.apology_at, d.source_updated_at, d.first_run_id, d.last_run_id
        FROM motcua.dossier AS d WHERE d.source = c.source AND d.code = c.code OFFSET 0) AS d
    CROSS JOIN LATERAL (
        SELECT h.closed_on, coalesce(h.closed_on IS NOT NULL AND h.was_closed
                   OR h.closed_on < motcua.tolerated_since(c.source, motcua.seen_until(c.source, c.run_id, c.seen_at)), false) AS after_closing
        FROM (SELECT coalesce(bool_or(v.until_run_id = c.run_id AND v.ended_on IS NOT NULL), false) AS was_closed,
                     min(v.ended_on) FILTER (WHERE v.last_run_id = c.run_id) AS closed_on
              FROM (SELECT v.until_run_id, v.last_run_id, motcua.ended_on(v.status, v.received_at, v.finished_at, v.returned_at) AS ended_on
                    FROM motcua.dossier_version AS v WHERE v.source = c.source AND v.code = c.code
                    UNION ALL
                    SELECT NULL, d.last_run_id, motcua.ended_on(d.status, d.received_at, d.finished_at, d.returned_at)) AS v) AS h
    ) AS e
    CROSS JOIN LATERAL (
        SELECT bool_or(w.was_seen) AS has_letter, max(l.dated) FILTER (WHERE NOT w.was_seen) AS unseen_at
        FROM (SELECT a.old_value::timestamptz AS dated, lag(a.run_id, 1, 0::bigint) OVER (ORDER BY a.change_id) AS run_id,
                     lag(a.seen_at) OVER (ORDER BY a.change_id) AS seen_at
              FROM motcua.dossier_change AS a WHERE a.source = c.source AND a.code = c.code AND a.field = 'apology_at'
              UNION ALL
              SELECT d.apology_at, coalesce(max(a.run_id), 0), max(a.seen_at)
              FROM motcua.dossier_change AS a WHERE a.source = c.source AND a.code = c.code AND a.field = 'apology_at') AS l
        CROSS JOIN LATERAL (
            SELECT coalesce(motcua.local_day(l.dated) >= motcua.tolerated_since(c.source, motcua.seen_until(c.source, l.run_id, l.seen_at)), true)
                       AS was_seen) AS w
        WHERE NOT motcua.is_after_due(l.dated, c.old_value::timestamptz) AND l.dated <= c.seen_at
          AND coalesce(motcua.local_day(l.dated) <= e.closed_on, true)
          AND NOT EXISTS (
            SELECT FROM motcua.dossier_change AS b
            WHERE b.source = c.source AND b.code = c.code AND b.field = 'due_at' AND motcua.is_after_due(b.new_value::timestamptz,
                b.old_value::timestamptz)
              AND b.run_id > d.first_run_id AND b.run_id >= l.run_id AND b.run_id < c.run_id
              AND NOT motcua.is_after_due(l.dated, b.old_value::timestamptz))
    ) AS l
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
COMMENT ON COLUMN motcua.moved_due.has_letter IS 'A letter excuses it: dated before the old one passed, before the move and the closing, seen in '
    'time (motcua.integrity_tolerance), and not that of an earlier move. VI: Có văn bản xin lỗi hợp lệ: ghi ngày trước hạn cũ, trước khi dời và '
    'trước khi kết thúc, được ghi nhận kịp thời, chưa dùng cho lần dời trước.';
COMMENT ON COLUMN motcua.moved_due.has_supplement IS 'A supplement or payment was asked for before the old one passed and before the closing, and no '
    'earlier move has followed it. VI: Có yêu cầu bổ sung hoặc nộp phí trước hạn và trước khi kết thúc, chưa dùng cho lần dời trước.';
COMMENT ON COLUMN motcua.moved_due.after_closing IS 'It was moved when the dossier had been closed, which nothing excuses. VI: Sửa sau khi hồ sơ đã '
    'kết thúc, không có căn cứ nào hợp lệ.';
COMMENT ON COLUMN motcua.moved_due.unseen_letter_at IS 'Date of a letter that would excuse it, if the nights after that date had seen it. VI: Ngày '
    'của văn bản xin lỗi lẽ ra hợp lệ, nhưng các lần thu thập sau ngày đó chưa thấy.';

-- Few dossiers were seen closed and without a due date before they had one.
CREATE INDEX dossier_version_no_due ON motcua.dossier_version (source, code) WHERE timeliness = 'no_due';

-- What came to be told after the closing was, or after the time that it is dated. The run that changed a dossier last is as late
-- as the one that closed it, so most are passed over without a look at their past.
CREATE OR REPLACE FUNCTION motcua.late_told(period_from date, period_to date, of_source text DEFAULT NULL, of_code text DEFAULT NULL)
    RETURNS TABLE (source text, code text, flag text, reason text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH open_before AS MATERIALIZED (
        SELECT d.source, d.code, d.closed_on, max(v.until_run_id) AS run_id
        FROM motcua.dossier AS d
        JOIN motcua.run AS l ON l.run_id = d.last_run_id
            AND d.closed_on < motcua.local_day(l.started_at) - (SELECT min(t.working_days) FROM motcua.integrity_tolerance AS t)
        JOIN motcua.dossier_version AS v ON v.source = d.source AND v.code = d.code
        WHERE d.closed_on BETWEEN period_from AND period_to AND d.first_run_id < d.last_run_id AND v.status IN (1, 2, 4, 5, 6) AND NOT v.skipped
          AND (of_code IS NULL OR d.source = of_source AND d.code = of_code)
        GROUP BY d.source, d.code, d.closed_on
    ), night AS MATERIALIZED (
        SELECT o.source, o.run_id, n.seen_until, motcua.tolerated_since(o.source, n.seen_until) AS since
        FROM (SELECT DISTINCT b.source, b.run_id FROM open_before AS b) AS o JOIN motcua.run AS r ON r.run_id = o.run_id
        CROSS JOIN LATERAL (SELECT motcua.seen_until(o.source, o.run_id, r.started_at) AS seen_until) AS n
    ), no_due_before AS (
        SELECT v.source, v.code, max(v.until_run_id) AS run_id
        FROM motcua.dossier_version AS v WHERE v.timeliness = 'no_due' GROUP BY v.source, v.code
    )
    SELECT o.source, o.code, 'closed_before_seen_open',
           format('kết thúc ngày %s, nhưng lần thu thập %s vẫn thấy đang giải quyết', motcua.day_text(o.closed_on), motcua.local_text(n.seen_until))
    FROM open_before AS o JOIN night AS n ON n.source = o.source AND n.run_id = o.run_id AND o.closed_on < n.since
    UNION ALL
    SELECT d.source, d.code, 'due_set_after_closing',
           format('kết thúc ngày %s, sau đó mới ghi ngày hẹn trả %s', motcua.day_text(d.closed_on), motcua.local_text(d.due_at))
    FROM motcua.dossier AS d JOIN no_due_before AS b ON b.source = d.source AND b.code = d.code
    WHERE d.closed_on BETWEEN period_from AND period_to AND d.timeliness <> 'no_due'
      AND (of_code IS NULL OR d.source = of_source AND d.code = of_code)
      AND NOT EXISTS (SELECT FROM motcua.dossier_version AS v
                      WHERE v.source = b.source AND v.code = b.code AND v.last_run_id >= b.run_id AND v.status IN (1, 2, 4, 5, 6));
END;
$$;
COMMENT ON FUNCTION motcua.late_told(date, date, text, text) IS 'Dossiers closed in a period whose closing is dated before a night that still saw '
    'them open, by more than motcua.integrity_tolerance allows, or whose first due date was set after it; of one dossier, if wanted. VI: Hồ sơ có '
    'ngày kết thúc trước lần thu thập vẫn còn thấy đang giải quyết, hoặc chỉ được ghi ngày hẹn trả sau khi kết thúc.';
REVOKE ALL ON FUNCTION motcua.late_told(date, date, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.late_told(date, date, text, text) TO motcua_ingest, motcua_stats, motcua_analyst;

CREATE OR REPLACE VIEW motcua.change_flags AS
    SELECT m.source, m.code, CASE WHEN m.had_passed THEN 'due_moved_after_passed' ELSE 'due_moved_without_letter' END AS flag,
           format('hẹn trả đổi từ %s thành %s, phát hiện ngày %s', motcua.local_text(m.old_due_at),
               coalesce(motcua.local_text(m.new_due_at), 'không có'),
                  motcua.day_text(motcua.local_day(m.seen_at)))
           || CASE WHEN m.after_closing THEN ', sau khi hồ sơ đã kết thúc' ELSE '' END
           || coalesce('; văn bản xin lỗi ghi ngày ' || motcua.day_text(motcua.local_day(m.unseen_letter_at))
                  || ' nhưng các lần thu thập sau đó chưa thấy', '') AS reason, m.change_id
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
    CROSS JOIN LATERAL (SELECT d.status, d.finished_at, d.returned_at, d.first_run_id
                        FROM motcua.dossier AS d WHERE d.source = c.source AND d.code = c.code OFFSET 0) AS d
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
        SELECT d.source, d.code, d.handling_office, t.flag, d.status, d.received_at, d.due_at, d.finished_at, d.returned_at, t.reason
        FROM motcua.late_told(period_from, period_to) AS t
        CROSS JOIN LATERAL (SELECT d.* FROM motcua.dossier AS d WHERE d.source = t.source AND d.code = t.code OFFSET 0) AS d
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
        SELECT t.flag, t.reason FROM motcua.late_told(d.closed_on, d.closed_on, of_source, of_code) AS t
        UNION ALL
        SELECT 'mass_closing', m.reason FROM motcua.mass_closings(d.closed_on, d.closed_on) AS m WHERE m.source = of_source AND m.code = of_code
    ) AS f
    JOIN motcua.integrity_check AS k ON k.flag = f.flag
    WHERE d.source = of_source AND d.code = of_code
    ORDER BY k.position;
END;
$$;

-- Each says its rule; docs/rules.md has all of it.
INSERT INTO motcua.integrity_check (flag, position, hides_lateness, text_en, text_vi) VALUES
    ('closed_before_seen_open', 13, true, 'closed, by its date, before a night that still saw it open, by more than the tolerance',
        'ngày kết thúc sớm hơn lần thu thập vẫn còn thấy hồ sơ đang giải quyết, quá số ngày cho phép'),
    ('due_set_after_closing', 14, true, 'closed without a due date, which was set afterwards',
        'đã kết thúc khi chưa có ngày hẹn trả, sau đó mới ghi ngày hẹn trả');
UPDATE motcua.integrity_check AS k SET text_en = t.text_en, text_vi = t.text_vi
FROM (VALUES
    ('due_moved_after_passed', 'due date moved after it had passed, without a letter or supplement that was there before that and before the closing',
        'sửa ngày hẹn trả sau khi đã quá hạn, không có văn bản xin lỗi hoặc yêu cầu bổ sung từ trước hạn và trước khi kết thúc'),
    ('due_moved_without_letter', 'due date moved without a letter or supplement that was there before the move and before the closing',
        'sửa ngày hẹn trả khi chưa có văn bản xin lỗi hoặc yêu cầu bổ sung trước khi sửa và trước khi kết thúc')
) AS t (flag, text_en, text_vi)
WHERE k.flag = t.flag;

COMMIT;
