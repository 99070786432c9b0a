-- Verify motcua:ranking on pg

BEGIN;

SELECT * FROM stats.ranking('late', '2024-01-01', '2024-01-01');
SELECT lower_is_better FROM motcua.rate WHERE false;
SELECT has_function_privilege('stats.ranking(text, date, date, text, text, text, date, bigint)', 'execute');

ROLLBACK;
