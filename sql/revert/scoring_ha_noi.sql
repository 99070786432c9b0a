-- Revert motcua:scoring_ha_noi from pg

BEGIN;

DELETE FROM motcua.criterion WHERE scoring = 'ha-noi-2023';
DELETE FROM motcua.scoring WHERE scoring = 'ha-noi-2023';

COMMIT;
