-- Verify motcua:health on pg

BEGIN;

SELECT 'motcua.finding'::regtype;
SELECT has_function_privilege('motcua_analyst', 'motcua.span_words(interval)', 'execute');
SELECT has_function_privilege('motcua_analyst', 'motcua.night_findings(text[], timestamptz[], interval)', 'execute');
SELECT has_function_privilege('motcua_analyst', 'motcua.intake_findings(text[], timestamptz)', 'execute');
SELECT has_function_privilege('motcua_analyst', 'motcua.result_findings(interval)', 'execute');
SELECT has_function_privilege('motcua_analyst', 'motcua.server_findings(timestamptz)', 'execute');
SELECT source, records FROM motcua.rejects_left WHERE false;
SELECT waiting, given_up, error FROM motcua.mails_left WHERE false;
SELECT has_function_privilege('motcua_analyst', 'motcua.findings(interval, timestamptz, text[], timestamptz[])', 'execute');

ROLLBACK;
