-- Revert motcua:seen_dates from pg

BEGIN;

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

DROP FUNCTION motcua.late_told(date, date, text, text);
DROP INDEX motcua.dossier_version_no_due;
DROP VIEW motcua.change_flags;
DROP VIEW motcua.moved_due;

CREATE OR REPLACE FUNCTION motcua.seen_until(of_source text, of_run bigint, seen_at timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN least(seen_at, coalesce((
        SELECT r.started_at FROM motcua.run AS r
        WHERE r.source = of_source AND r.run_id < of_run AND r.program = 'ingest' AND r.status = 'done'
        ORDER BY r.run_id DESC LIMIT 1), seen_at - interval '1 day'));
COMMENT ON FUNCTION motcua.seen_until(text, bigint, timestamptz)
    IS 'Until when the old value of a change was still seen: the start of the run before, else a day before. VI: Thời điểm cuối cùng còn thấy giá '
    'trị cũ: lượt chạy liền trước.';

-- Without the columns that came since, which the views would keep.
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
    CROSS JOIN LATERAL (
        SELECT d.source, d.code, d.receiving_office, d.handling_office, d.procedure, d.channel, d.online_level, d.status, d.submitted_at,
               d.received_at, d.due_at, d.due_at_first, d.finished_at, d.returned_at, d.apology_at, d.source_updated_at, d.fee,
               d.components_total, d.components_digitised, d.components_reused, d.components_from_store, d.result_digitised,
               d.result_stored, d.paid_online, d.erroneous, d.skipped, d.counted_in, d.first_run_id, d.last_run_id, d.record_hash,
               d.received_on, d.due_on, d.closed_on, d.outcome, d.timeliness, d.timeliness_first, d.marks
        FROM motcua.dossier AS d WHERE d.source = c.source AND d.code = c.code OFFSET 0) AS d
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
    CROSS JOIN LATERAL (
        SELECT d.source, d.code, d.receiving_office, d.handling_office, d.procedure, d.channel, d.online_level, d.status, d.submitted_at,
               d.received_at, d.due_at, d.due_at_first, d.finished_at, d.returned_at, d.apology_at, d.source_updated_at, d.fee,
               d.components_total, d.components_digitised, d.components_reused, d.components_from_store, d.result_digitised,
               d.result_stored, d.paid_online, d.erroneous, d.skipped, d.counted_in, d.first_run_id, d.last_run_id, d.record_hash,
               d.received_on, d.due_on, d.closed_on, d.outcome, d.timeliness, d.timeliness_first, d.marks
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
COMMENT ON VIEW motcua.change_flags IS 'Changes between two nights that look made to fit. VI: Các thay đổi đáng nghi giữa hai lần thu thập.';
COMMENT ON COLUMN motcua.change_flags.source IS 'Source. VI: Nguồn.';
COMMENT ON COLUMN motcua.change_flags.code IS 'Dossier code. VI: Mã hồ sơ.';
COMMENT ON COLUMN motcua.change_flags.flag IS 'Flag. VI: Dấu hiệu.';
COMMENT ON COLUMN motcua.change_flags.reason IS 'What was seen, in Vietnamese. VI: Đã thấy gì.';
COMMENT ON COLUMN motcua.change_flags.change_id IS 'Change in motcua.dossier_change. VI: Số thứ tự thay đổi.';

GRANT SELECT ON motcua.moved_due, motcua.change_flags TO motcua_ingest, motcua_stats, motcua_analyst;

DELETE FROM motcua.integrity_check WHERE flag IN ('closed_before_seen_open', 'due_set_after_closing');
UPDATE motcua.integrity_check AS k SET text_en = t.text_en, text_vi = t.text_vi
FROM (VALUES
    ('due_moved_after_passed', 'due date moved after it had passed, without a letter or supplement before it',
        'sửa ngày hẹn trả sau khi đã quá hạn, trước đó không có văn bản xin lỗi hoặc yêu cầu bổ sung'),
    ('due_moved_without_letter', 'due date moved without a letter or supplement',
        'sửa ngày hẹn trả khi không có văn bản xin lỗi hoặc yêu cầu bổ sung')
) AS t (flag, text_en, text_vi)
WHERE k.flag = t.flag;

DROP FUNCTION motcua.ended_on(smallint, timestamptz, timestamptz, timestamptz);
DROP FUNCTION motcua.tolerated_since(text, timestamptz);
DROP TABLE motcua.integrity_tolerance;

COMMIT;
