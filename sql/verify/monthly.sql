-- Verify motcua:monthly on pg

BEGIN;

SELECT has_function_privilege('motcua.months_of(date, date, text, date)', 'EXECUTE'),
       has_function_privilege('motcua.month_cells(date, date, text, text, date, bigint)', 'EXECUTE'),
       has_function_privilege('stats.monthly(date, date, text, text, date, bigint)', 'EXECUTE');

ROLLBACK;
