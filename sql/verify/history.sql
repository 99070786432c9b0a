-- Verify motcua:history on pg

BEGIN;

SELECT source, code, status, received_on, closed_on, last_run_id, until_run_id FROM motcua.dossier_version WHERE false;
SELECT source, code, status, received_on, closed_on, until_run_id, is_current FROM motcua.dossier_history WHERE false;
SELECT 1 / (motcua.is_known(false, 1, 3, 2) AND NOT motcua.is_known(false, 1, 3, 3))::int;
SELECT stats.known_run('2024-01-01');
SELECT has_function_privilege('motcua.dossier_columns(text, text)', 'execute');
SELECT has_function_privilege('motcua.follow_dossier()', 'execute');
SELECT has_function_privilege('motcua.version_of(motcua.dossier, bigint)', 'execute');
SELECT has_function_privilege('motcua.is_known(boolean, bigint, bigint, bigint)', 'execute');
SELECT has_function_privilege('motcua.dossier_known(text, text, bigint)', 'execute');
SELECT has_function_privilege('stats.known_run(date)', 'execute');

ROLLBACK;
