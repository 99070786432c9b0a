-- Revert motcua:feedback from pg

BEGIN;

DROP TABLE motcua.feedback;

COMMIT;
