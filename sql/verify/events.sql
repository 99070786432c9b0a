-- Verify motcua:events on pg

BEGIN;

SELECT * FROM motcua.period_marks('2024-01-01', '2024-01-01');
SELECT has_function_privilege('motcua.overdue_until(date, date)', 'execute');
SELECT has_function_privilege('motcua.is_period(date, date)', 'execute');
SELECT has_function_privilege('motcua.is_view(text, text)', 'execute');
SELECT has_function_privilege('motcua.office_asked(text, text, text)', 'execute');
SELECT has_function_privilege('motcua.came_and_closed(date, date, date, date)', 'execute');
SELECT has_function_privilege('motcua.came_and_waited(date, date, date, date)', 'execute');
SELECT has_function_privilege('motcua.came_and_stays(date, motcua.outcome, date, date)', 'execute');
SELECT has_function_privilege('motcua.stood_and_closed(date, date, date, date)', 'execute');
SELECT has_function_privilege('motcua.stood_and_waited(date, date, date, date)', 'execute');
SELECT has_function_privilege('motcua.stood_and_stays(date, motcua.outcome, date)', 'execute');
SELECT has_function_privilege('motcua.pending_marks(bigint, boolean, date, date)', 'execute');
SELECT has_function_privilege('motcua.received_marks(bigint)', 'execute');
SELECT has_function_privilege('motcua.asked_of_procedure(bigint)', 'execute');
SELECT has_function_privilege('motcua.buckets_of(bigint)', 'execute');
SELECT has_function_privilege('motcua.period_cells(date, date, text, text, date, bigint, boolean, text[], text[], text[], text, text)', 'execute');
SELECT has_function_privilege('motcua.period_marks(date, date, text, text, date, bigint, text[])', 'execute');

ROLLBACK;
