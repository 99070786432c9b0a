-- Verify motcua:forms on pg

BEGIN;

SELECT has_function_privilege('motcua.form_cells(date, date, text, text, date, bigint)', 'EXECUTE'),
       has_function_privilege('motcua.fraction_text(bigint, bigint)', 'EXECUTE'),
       has_function_privilege('motcua.offices_of_form(text, date, text, date)', 'EXECUTE'),
       has_function_privilege('stats.form_06a(date, date, text, text, text, date, bigint)', 'EXECUTE'),
       has_function_privilege('stats.form_06b(date, date, text, text, text, date, bigint)', 'EXECUTE'),
       has_function_privilege('stats.form_07a(date, date, text, text, text, date, bigint)', 'EXECUTE'),
       has_function_privilege('stats.appendix_1(date, date, text, text, text, date, bigint)', 'EXECUTE'),
       has_function_privilege('stats.scored(date, date, text, text, text, text, date, bigint)', 'EXECUTE');

ROLLBACK;
