-- Revert motcua:history from pg

BEGIN;

DROP FUNCTION stats.known_run(date);
DROP FUNCTION motcua.dossier_known(text, text, bigint);
DROP FUNCTION motcua.is_known(boolean, bigint, bigint, bigint);
DROP VIEW motcua.dossier_history;
DROP TABLE motcua.dossier_version;

COMMIT;
