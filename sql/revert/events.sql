-- Revert motcua:events from pg

BEGIN;

DROP FUNCTION motcua.period_marks(date, date, text, text, date, bigint, text[]);
DROP FUNCTION motcua.period_cells(date, date, text, text, date, bigint, boolean, text[], text[], text[], text, text);
DROP FUNCTION motcua.buckets_of(bigint);
DROP FUNCTION motcua.asked_of_procedure(bigint);
DROP FUNCTION motcua.received_marks(bigint);
DROP FUNCTION motcua.pending_marks(bigint, boolean, date, date);
DROP FUNCTION motcua.stood_and_stays(date, motcua.outcome, date);
DROP FUNCTION motcua.stood_and_waited(date, date, date, date);
DROP FUNCTION motcua.stood_and_closed(date, date, date, date);
DROP FUNCTION motcua.came_and_stays(date, motcua.outcome, date, date);
DROP FUNCTION motcua.came_and_waited(date, date, date, date);
DROP FUNCTION motcua.came_and_closed(date, date, date, date);
DROP FUNCTION motcua.office_asked(text, text, text);
DROP FUNCTION motcua.is_view(text, text);
DROP FUNCTION motcua.is_period(date, date);
DROP FUNCTION motcua.overdue_until(date, date);

COMMIT;
