-- Verify motcua:reconcile on pg

BEGIN;

SELECT 'motcua.reading_way'::regtype;
SELECT 'motcua.reading_try'::regtype;
SELECT 'motcua.reading_found'::regtype;
SELECT has_function_privilege('motcua.reading_ways(text, text[])', 'execute');
SELECT has_function_privilege('motcua.rounded(bigint, bigint, bigint, boolean)', 'execute');
SELECT has_function_privilege('motcua.cut_off(bigint, bigint, bigint, boolean)', 'execute');
SELECT has_function_privilege('motcua.dossiers_apart(bigint, bigint, bigint, bigint)', 'execute');
SELECT has_function_privilege('motcua.reading_fractions(motcua.reading_view, motcua.reading_way[], text[])', 'execute');
SELECT has_function_privilege('motcua.readings_found(motcua.reading_try[], motcua.reading_view[], motcua.reading_way[], integer)', 'execute');
SELECT has_function_privilege('motcua.published_figures(jsonb, date, date)', 'execute');
SELECT has_function_privilege('motcua.reading_tries(jsonb, date, date, motcua.reading_way[])', 'execute');
SELECT has_function_privilege('motcua.view_text(motcua.reading_view)', 'execute');
SELECT has_function_privilege('motcua.rounding_text(motcua.reading_found, motcua.reading_way)', 'execute');
SELECT has_function_privilege('motcua.view_command(motcua.reading_view)', 'execute');
SELECT has_function_privilege('motcua.readings_told(motcua.reading_found[], motcua.reading_view[], motcua.reading_way[], text, integer)', 'execute');
SELECT has_function_privilege('stats.reconcile(date, date, jsonb, text, integer)', 'execute');
SELECT has_function_privilege('motcua.not_counted_reason(text, boolean, motcua.dossier, date, date)', 'execute');
SELECT has_function_privilege('stats.reconcile_dossiers(date, date, jsonb, text)', 'execute');

ROLLBACK;
