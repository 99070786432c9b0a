-- Deploy motcua:live_calendar to pg
-- requires: published_answers
-- Deadlines of feedback are stored, so that a figure needs no calendar; whoever edits the calendar or a term has them anew.

BEGIN;

-- A hundred thousand deadlines begin on some hundred days: each is counted once. Without a term in use there is no deadline.
CREATE OR REPLACE FUNCTION motcua.refresh_feedback_due() RETURNS void
    LANGUAGE sql
    SET search_path = pg_catalog
AS $$
    WITH computed AS MATERIALIZED (
        SELECT f.source, f.code, f.due_at, f.due_term, motcua.local_day(f.received_at) AS received_on,
               motcua.local_day(greatest(f.transferred_at, f.received_at)) AS begins_on, coalesce(f.status = 'refused', false) AS is_refused
        FROM motcua.feedback AS f WHERE f.due_term IS NOT NULL OR f.due_at IS NULL
    ), begun AS MATERIALIZED (
        SELECT e.received_on, e.begins_on, e.is_refused, due.due_at, due.due_term
        FROM (SELECT DISTINCT c.received_on, c.begins_on, c.is_refused FROM computed AS c) AS e
        CROSS JOIN LATERAL motcua.feedback_due(e.received_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh',
            e.begins_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh', CASE WHEN e.is_refused THEN 'refused' END) AS due
    )
    UPDATE motcua.feedback AS f
    SET due_at = b.due_at, due_term = b.due_term
    FROM computed AS c JOIN begun AS b ON b.received_on = c.received_on AND b.begins_on = c.begins_on AND b.is_refused = c.is_refused
    WHERE (c.due_at, c.due_term) IS DISTINCT FROM (b.due_at, b.due_term) AND f.source = c.source AND f.code = c.code;
$$;
COMMENT ON FUNCTION motcua.refresh_feedback_due() IS 'Computes the deadlines that no source states again, when the calendar or motcua.feedback_term '
    'was edited, and after a night that an edit has overtaken. VI: Tính lại các hạn trả lời do hệ thống tính, khi sửa lịch làm việc hoặc quy định.';

CREATE OR REPLACE FUNCTION motcua.count_anew() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    PERFORM motcua.refresh_feedback_due();
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION motcua.count_anew() IS 'An edited calendar or term counts at once: see motcua.refresh_feedback_due. VI: Lịch làm việc hoặc thời '
    'hạn vừa sửa có hiệu lực ngay.';
REVOKE ALL ON FUNCTION motcua.count_anew() FROM PUBLIC;
CREATE OR REPLACE TRIGGER count_anew AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON motcua.calendar_day
    FOR EACH STATEMENT EXECUTE FUNCTION motcua.count_anew();
CREATE OR REPLACE TRIGGER count_anew AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON motcua.feedback_term
    FOR EACH STATEMENT EXECUTE FUNCTION motcua.count_anew();

-- What was edited since the last night.
DO $$
BEGIN
    PERFORM motcua.refresh_feedback_due();
END $$;

COMMIT;
