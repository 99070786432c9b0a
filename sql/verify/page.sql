-- Verify motcua:page on pg

BEGIN;

SELECT kind, figure, short_vi, short_en, place FROM motcua.figure_label WHERE false;
SELECT has_function_privilege('stats.rate_words(text, date, text)', 'EXECUTE'),
       has_function_privilege('stats.level_words()', 'EXECUTE'),
       has_function_privilege('stats.period_before(date, date)', 'EXECUTE'),
       has_function_privilege('stats.source_states(interval)', 'EXECUTE'),
       has_function_privilege('motcua.late_room(bigint, bigint, numeric)', 'EXECUTE'),
       has_function_privilege('motcua.on_time_needed(bigint, bigint, numeric)', 'EXECUTE'),
       has_function_privilege('stats.due_days(integer)', 'EXECUTE'),
       has_function_privilege('stats.procedure_counts(date, date, text, text, date, bigint)', 'EXECUTE'),
       has_function_privilege('motcua.points_of(text[], text[], bigint[], text)', 'EXECUTE'),
       has_function_privilege('motcua.page_months(date, integer)', 'EXECUTE'),
       has_function_privilege('motcua.profiles_of(text[], text[], bigint[], text)', 'EXECUTE');

ROLLBACK;
