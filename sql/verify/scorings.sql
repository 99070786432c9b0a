-- Verify motcua:scorings on pg

BEGIN;

SELECT 1 / (count(*) = 2)::int FROM motcua.scoring WHERE scoring IN ('qd766', 'vi-du-cap-tinh');
SELECT motcua.hits_for_maximum(c, 100) FROM motcua.criterion AS c;
SELECT has_function_privilege('motcua.check_criterion()', 'execute');
SELECT has_function_privilege('motcua.hits_for_maximum(motcua.criterion, bigint)', 'execute');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.criterion'::regclass, 'check_criterion');

ROLLBACK;
