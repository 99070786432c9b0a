-- Verify motcua:guards on pg

BEGIN;

SELECT reopened, supplemented FROM motcua.dossier WHERE false;
SELECT reopened, supplemented FROM motcua.dossier_version WHERE false;
SELECT reopened, supplemented FROM motcua.dossier_history WHERE false;
SELECT 1 / has_column_privilege('motcua_ingest', 'motcua.dossier', 'reopened', 'UPDATE')::int;
SELECT has_function_privilege('motcua.update_dossiers(text, bigint, bigint[])', 'execute');

ROLLBACK;
