-- Verify motcua:scoring_ha_noi on pg

BEGIN;

SELECT 1 / count(*) FROM motcua.scoring WHERE scoring = 'ha-noi-2023';
SELECT * FROM stats.points('2024-01-01', '2024-01-01', 'ha-noi-2023');

ROLLBACK;
