-- Verify motcua:payable on pg

BEGIN;

SELECT has_function_privilege('motcua.asked_of_procedure(bigint)', 'execute');
SELECT 1 / (count(*) = 2)::int FROM motcua.rate WHERE profile = 'report' AND rate IN ('payment_enabled', 'payment_used');

ROLLBACK;
