-- Verify motcua:column_labels on pg

BEGIN;

SELECT name, text_vi FROM motcua.column_label WHERE false;
SELECT name, value, text_vi FROM motcua.value_label WHERE false;

ROLLBACK;
