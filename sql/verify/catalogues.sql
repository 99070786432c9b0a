-- Verify motcua:catalogues on pg

BEGIN;

SELECT arrival, code, valid_from, valid_to FROM motcua.staging_procedure WHERE false;
SELECT arrival, code, parent FROM motcua.staging_office WHERE false;
SELECT arrival, raw, source, office FROM motcua.staging_office_alias WHERE false;
SELECT arrival, raw, source, procedure FROM motcua.staging_procedure_alias WHERE false;
SELECT arrival, old_office, new_office, on_day, share_percent FROM motcua.staging_office_succession WHERE false;
SELECT arrival, code, office, due_at FROM motcua.staging_feedback WHERE false;
SELECT has_function_privilege('motcua.count_merged(bigint, bigint, bigint, bigint, bigint)', 'execute');
SELECT has_function_privilege('motcua.validity(timestamptz, timestamptz, date, date)', 'execute');
SELECT has_function_privilege('motcua.merge_procedures(bigint)', 'execute');
SELECT has_function_privilege('motcua.refused_offices(date)', 'execute');
SELECT has_function_privilege('motcua.refuse_offices(bigint)', 'execute');
SELECT has_function_privilege('motcua.merge_offices(bigint)', 'execute');
SELECT has_function_privilege('motcua.apply_office_aliases(bigint)', 'execute');
SELECT has_function_privilege('motcua.apply_procedure_aliases(bigint)', 'execute');
SELECT has_function_privilege('motcua.merge_aliases(bigint, text)', 'execute');
SELECT has_function_privilege('motcua.merge_office_aliases(bigint)', 'execute');
SELECT has_function_privilege('motcua.merge_procedure_aliases(bigint)', 'execute');
SELECT has_function_privilege('motcua.merge_office_successions(bigint)', 'execute');
SELECT has_function_privilege('motcua.refresh_feedback_due()', 'execute');
SELECT has_function_privilege('motcua.merge_feedback(bigint)', 'execute');
SELECT has_function_privilege('motcua.unknown_names(text, jsonb, jsonb)', 'execute');
SELECT has_function_privilege('motcua.import_staged(text)', 'execute');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.staging_procedure'::regclass, 'plain');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.staging_office'::regclass, 'plain');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.staging_office_alias'::regclass, 'plain');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.staging_procedure_alias'::regclass, 'plain');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.staging_office_succession'::regclass, 'plain');

ROLLBACK;
