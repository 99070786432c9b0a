-- Verify motcua:dashboards on pg

BEGIN;

SELECT * FROM stats.dossier_facts WHERE false;
SELECT * FROM stats.daily_counts WHERE false;
SELECT * FROM stats.latest_rates WHERE false;

ROLLBACK;
