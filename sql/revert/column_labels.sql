-- Revert motcua:column_labels from pg

BEGIN;

DROP VIEW motcua.value_label;
DROP TABLE motcua.column_label;

COMMIT;
