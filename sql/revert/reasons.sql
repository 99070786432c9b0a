-- Revert motcua:reasons from pg

BEGIN;

DROP FUNCTION motcua.reason(text, bigint, date, motcua.dossier, motcua.feedback, motcua.procedure);
DROP FUNCTION motcua.mark_reason(text, motcua.dossier, motcua.procedure);
DROP FUNCTION motcua.pending_reason(bigint, date, date);
DROP FUNCTION motcua.closing_reason(motcua.timeliness, date, timestamptz, date, timestamptz);
DROP FUNCTION motcua.field_text(text);
DROP FUNCTION motcua.status_text(smallint);
DROP FUNCTION motcua.rule_doubt(date, date, date, date);
DROP FUNCTION motcua.day_text(date);
DROP FUNCTION motcua.local_text(timestamptz);

COMMIT;
