-- Verify motcua:page_sets on pg

BEGIN;

SELECT has_function_privilege('stats.page_restated(date, date, text, date)', 'EXECUTE'),
       has_function_privilege('stats.page_bands(date)', 'EXECUTE'),
       has_function_privilege('stats.page_procedures(date, date, integer)', 'EXECUTE'),
       has_function_privilege('stats.page_rates(text[], text[], bigint[], text, date, date)', 'EXECUTE'),
       has_function_privilege('stats.page_frame(date, date, date)', 'EXECUTE'),
       has_function_privilege('stats.missing_dossiers(text, date, date, text, text, text, text, date, bigint)', 'EXECUTE');

ROLLBACK;
