-- Verify motcua:grants on pg

BEGIN;

SELECT 1 / has_table_privilege('motcua_analyst', 'motcua.dossier', 'SELECT')::int,
       1 / (NOT has_table_privilege('motcua_analyst', 'motcua.dossier', 'INSERT'))::int,
       1 / (NOT has_table_privilege('motcua_analyst', 'motcua.outbox', 'SELECT'))::int,
       1 / has_function_privilege('motcua_analyst', 'stats.rates(date, date, text, text, text, date, bigint)', 'EXECUTE')::int,
       1 / (NOT has_table_privilege('motcua_ingest', 'motcua.dossier_change', 'UPDATE'))::int;

ROLLBACK;
