-- Revert motcua:integrity from pg

BEGIN;

DROP FUNCTION stats.integrity_rates(date, date, text);
DROP FUNCTION stats.integrity(date, date, text);
DROP FUNCTION motcua.dossiers_checked(date, date, text);
DROP FUNCTION stats.integrity_dossiers(date, date, text, text);
DROP VIEW stats.integrity_flags;
DROP FUNCTION motcua.flags_between(date, date, text, text);
DROP FUNCTION motcua.row_flags(smallint, timestamptz, timestamptz, timestamptz, timestamptz, date, date, motcua.outcome, motcua.timeliness);
DROP FUNCTION motcua.row_reason(text, motcua.dossier);
DROP FUNCTION motcua.mass_closings(date, date);
DROP VIEW motcua.change_flags;
DROP VIEW motcua.moved_due;
DROP FUNCTION motcua.is_after_due(timestamptz, timestamptz);
DROP FUNCTION motcua.seen_until(text, bigint, timestamptz);
DROP INDEX motcua.dossier_change_moved_due;
DROP INDEX motcua.dossier_change_skipped;
DROP INDEX motcua.dossier_change_refinished;
DROP INDEX motcua.dossier_change_status_back;
DROP TABLE motcua.integrity_check;

COMMIT;
