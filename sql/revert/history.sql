-- Revert motcua:history from pg

BEGIN;

DROP FUNCTION stats.known_run(date);
DROP FUNCTION motcua.dossier_known(text, text, bigint);
DROP FUNCTION motcua.is_known(boolean, bigint, bigint, bigint);
DROP FUNCTION motcua.follow_dossier();
DROP VIEW motcua.dossier_history;
DROP FUNCTION motcua.version_of(motcua.dossier, bigint);
DROP TABLE motcua.dossier_version;
DROP FUNCTION motcua.dossier_columns(text, text);

COMMIT;
