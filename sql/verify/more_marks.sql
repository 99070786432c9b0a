-- Verify motcua:more_marks on pg

BEGIN;

SELECT has_function_privilege('motcua.mark(text, boolean)', 'execute');
SELECT has_function_privilege('motcua.entry_marks()', 'execute');
SELECT 1 / (motcua.marks('rating', 'very_satisfied', 'satisfied', 'neutral', 'dissatisfied', 'reopened', 'supplemented', 'due_moved',
    'feedback_in_time', 'store_or_result') IS NOT NULL)::int;
SELECT 1 / (count(*) = 50)::int FROM motcua.mark_meaning;
SELECT has_function_privilege('motcua.more_marks(boolean, boolean, timestamptz, timestamptz, integer, boolean)', 'execute');
SELECT 'motcua.dossier_open'::regclass;
SELECT d.more_marks, v.more_marks, h.more_marks FROM motcua.dossier AS d, motcua.dossier_version AS v, motcua.dossier_history AS h WHERE false;
SELECT has_function_privilege('motcua.period_cells(date, date, text, text, date, bigint, boolean, text[], text[], text[], text, text)', 'execute');
SELECT has_function_privilege('motcua.mark_reason(text, motcua.dossier, motcua.procedure)', 'execute');
SELECT has_function_privilege('motcua.reason(text, bigint, date, motcua.dossier, motcua.feedback, motcua.procedure)', 'execute');
SELECT has_function_privilege('motcua.satisfaction_text(motcua.satisfaction)', 'execute');
SELECT has_function_privilege('motcua.rating_reason(motcua.satisfaction, date, text)', 'execute');
SELECT has_function_privilege('stats.dossiers(text, date, date, text, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.story(text, text)', 'execute');

ROLLBACK;
