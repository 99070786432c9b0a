-- Revert motcua:metrics from pg

BEGIN;

DROP FUNCTION motcua.metrics(text);
DROP FUNCTION motcua.metric_label(text, text);

COMMIT;
