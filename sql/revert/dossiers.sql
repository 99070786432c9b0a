-- Revert motcua:dossiers from pg

BEGIN;

DROP TABLE motcua.dossier_change;
DROP TRIGGER keep_named ON motcua.procedure;
DROP TRIGGER keep_named ON motcua.office;
DROP FUNCTION motcua.keep_named();
DROP TABLE motcua.dossier;
DROP FUNCTION motcua.timeliness(timestamptz, timestamptz);
DROP FUNCTION motcua.closed_at(smallint, timestamptz, timestamptz, timestamptz);
DROP TYPE motcua.timeliness;
DROP TYPE motcua.outcome;
DROP TYPE motcua.channel;

COMMIT;
