-- Verify motcua:scorings on pg

BEGIN;

SELECT 1 / (count(*) = 2)::int FROM motcua.scoring WHERE scoring IN ('qd766', 'vi-du-cap-tinh');
SELECT motcua.hits_for_maximum(c, 100) FROM motcua.criterion AS c;

ROLLBACK;
