-- Revert motcua:scorings from pg

BEGIN;

DELETE FROM motcua.criterion WHERE scoring IN ('qd766', 'vi-du-cap-tinh');
DELETE FROM motcua.scoring WHERE scoring IN ('qd766', 'vi-du-cap-tinh');
DROP FUNCTION motcua.hits_for_maximum(motcua.criterion, bigint);
DROP TRIGGER check_criterion ON motcua.criterion;
DROP FUNCTION motcua.check_criterion();

COMMIT;
