-- Verify motcua:rating_sources on pg

BEGIN;

SELECT has_function_privilege('motcua.apply_office_aliases(bigint)', 'execute');
SELECT has_function_privilege('motcua.refused_offices(date)', 'execute');
SELECT has_function_privilege('motcua.former_source(text[], text, text[])', 'execute');
SELECT has_function_privilege('motcua.rename_source(text, text)', 'execute');
SELECT reject_id, source, run_id, last_run_id, page, record_number, code, field, reason, record FROM motcua.open_reject WHERE false;
SELECT has_function_privilege('stats.doubts(date, date, text, text, text, date)', 'execute');

ROLLBACK;
