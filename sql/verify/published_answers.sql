-- Verify motcua:published_answers on pg

BEGIN;

SELECT answered_on, timeliness FROM motcua.feedback WHERE false;
SELECT entity, counted_in, source, records, differing, example FROM motcua.told_twice WHERE false;
SELECT 1 / (motcua.feedback_answered_at(NULL, now()) = now())::integer;
SELECT 'motcua.feedback_answered_on_idx'::regclass;
SELECT office, kind, source, reason, rates FROM stats.doubts('2024-01-01', '2024-01-31');
SELECT has_function_privilege('motcua.feedback_answered_at(timestamptz, timestamptz)', 'execute');
SELECT has_function_privilege('motcua.is_answered_undated(text, date)', 'execute');
SELECT has_function_privilege('motcua.undated_answers(date, date)', 'execute');
SELECT has_function_privilege('motcua.answer_doubt(text, bigint)', 'execute');
SELECT has_function_privilege('motcua.reason(text, bigint, date, motcua.dossier, motcua.feedback, motcua.procedure)', 'execute');
SELECT has_function_privilege('stats.dossiers(text, date, date, text, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.doubts(date, date, text, text, text, date)', 'execute');

ROLLBACK;
