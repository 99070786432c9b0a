-- Verify motcua:ingest on pg

BEGIN;

SELECT arrival, code, receiving_office, handling_office, office_name, procedure FROM motcua.staging_dossier WHERE false;
SELECT 'motcua.merge_dossiers(bigint)'::regprocedure;

ROLLBACK;
