-- Verify motcua:procedure_versions on pg

BEGIN;

SELECT code, valid_from, valid_to, online_level, full_eligible, has_fee, online_payment, paper_result, is_row, marks
FROM motcua.procedure_version WHERE false;
SELECT code, from_day, until_day, valid_from, valid_to, online_level, full_eligible, has_fee, online_payment, paper_result, marks
FROM motcua.procedure_spans() WHERE false;
SELECT code, online_level, marks FROM motcua.procedure_on('none', '2024-01-01');
SELECT * FROM motcua.told_procedures();
SELECT online_level FROM stats.dossier_facts WHERE false;
SELECT has_function_privilege('motcua.latest_of(anyarray)', 'execute');
SELECT has_function_privilege('motcua.procedure_spans()', 'execute');
SELECT has_function_privilege('motcua.procedure_on(text, date)', 'execute');
SELECT has_function_privilege('motcua.told_procedures()', 'execute');
SELECT has_function_privilege('motcua.merge_procedures(bigint)', 'execute');
SELECT has_function_privilege(
    'motcua.period_cells(date, date, text, text, date, bigint, boolean, text[], text[], text[], text, text)', 'execute');
SELECT has_function_privilege('stats.dossiers(text, date, date, text, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.rate_evidence(text, date, date, text, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.explain(text, text)', 'execute');

ROLLBACK;
