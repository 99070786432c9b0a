-- Revert motcua:disagreements from pg

BEGIN;

DROP FUNCTION stats.counting(text);
DROP VIEW motcua.told_twice;
DROP VIEW motcua.told_again;
DROP FUNCTION motcua.difference_text(jsonb, jsonb);
DROP FUNCTION motcua.as_told(motcua.dossier);

COMMIT;
