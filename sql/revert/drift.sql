-- Revert motcua:drift from pg

BEGIN;

DROP VIEW motcua.recent_drift;
DROP FUNCTION motcua.note_shape(bigint, boolean, bigint, jsonb, jsonb);
DROP FUNCTION motcua.was_always_there(text, text);
DROP TABLE motcua.source_drift;
DROP TABLE motcua.source_code;
DROP TABLE motcua.source_field;

COMMIT;
