-- Revert motcua:dashboards from pg

BEGIN;

DROP VIEW stats.latest_rates;
DROP VIEW stats.daily_counts;
DROP VIEW stats.dossier_facts;

COMMIT;
