-- Revert motcua:feedback from pg

BEGIN;

DROP FUNCTION motcua.feedback_due(timestamptz, timestamptz, text);
DROP TABLE motcua.feedback_term;
DROP TABLE motcua.feedback;

COMMIT;
