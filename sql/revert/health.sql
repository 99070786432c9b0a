-- Revert motcua:health from pg

BEGIN;

REVOKE SELECT ON motcua.source_drift FROM motcua_stats;
REVOKE SELECT ON motcua.last_runs, motcua.open_rejects, motcua.unverified FROM motcua_analyst;
DROP FUNCTION motcua.findings(interval, timestamptz, text[], timestamptz[]);
DROP FUNCTION motcua.server_findings(timestamptz);
DROP FUNCTION motcua.result_findings(interval);
DROP FUNCTION motcua.intake_findings(text[], timestamptz);
DROP VIEW motcua.mails_left;
DROP VIEW motcua.rejects_left;
DROP FUNCTION motcua.night_findings(text[], timestamptz[], interval);
DROP FUNCTION motcua.span_words(interval);
DROP TYPE motcua.finding;

COMMIT;
