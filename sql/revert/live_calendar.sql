-- Revert motcua:live_calendar from pg

BEGIN;

DROP TRIGGER count_anew ON motcua.feedback_term;
DROP TRIGGER count_anew ON motcua.calendar_day;
DROP FUNCTION motcua.count_anew();
CREATE OR REPLACE FUNCTION motcua.refresh_feedback_due() RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    UPDATE motcua.feedback AS f
    SET due_at = due.due_at, due_term = due.due_term
    FROM motcua.feedback AS k
    CROSS JOIN LATERAL motcua.feedback_due(k.received_at, k.transferred_at, k.status) AS due
    WHERE k.due_term IS NOT NULL AND f.source = k.source AND f.code = k.code
      AND due.due_term IS NOT NULL AND (k.due_at, k.due_term) IS DISTINCT FROM (due.due_at, due.due_term);
$$;
COMMENT ON FUNCTION motcua.refresh_feedback_due() IS 'Computes the deadlines that no source states again, after the calendar or motcua.feedback_term '
    'was edited. VI: Tính lại các hạn trả lời do hệ thống tính, sau khi sửa lịch làm việc hoặc quy định.';

COMMIT;
