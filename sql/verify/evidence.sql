-- Verify motcua:evidence on pg

BEGIN;

SELECT has_function_privilege('stats.rate_evidence(text, date, date, text, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.data_moment(bigint)', 'execute');

ROLLBACK;
