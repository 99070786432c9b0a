-- Verify motcua:looks on pg

BEGIN;

SELECT 'motcua.reading_view'::regtype;
SELECT has_function_privilege('motcua.departures_weight(text[])', 'execute');
SELECT has_function_privilege('motcua.reading_periods(date, date)', 'execute');
SELECT has_function_privilege('motcua.reading_evenings(date, integer)', 'execute');
SELECT has_function_privilege('motcua.reading_views(date, date, integer)', 'execute');
SELECT has_function_privilege('motcua.readouts_worth(date, date)', 'execute');
SELECT has_function_privilege('motcua.reading_scope(date, date, integer)', 'execute');

ROLLBACK;
