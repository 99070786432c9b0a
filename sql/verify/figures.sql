-- Verify motcua:figures on pg

BEGIN;

SELECT * FROM stats.counts('2024-01-01', '2024-01-01');
SELECT * FROM stats.rates('2024-01-01', '2024-01-01', 'report');
SELECT * FROM stats.points('2024-01-01', '2024-01-01', 'gia-nghia-2023');
SELECT * FROM stats.dossiers('late', '2024-01-01', '2024-01-01');
-- A name that is a rate and a bucket would make stats.dossiers ambiguous, unless both have the same dossiers behind them.
SELECT 1 / (count(*) = 0)::int FROM motcua.rate AS r JOIN motcua.bucket AS b ON b.bucket = r.rate
WHERE ARRAY[b.bucket] <> motcua.buckets_behind(r.rate, r.profile);
SELECT has_function_privilege('stats.buckets(date, date, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('motcua.counts_of(text[], text[], bigint[])', 'execute');
SELECT has_function_privilege('stats.counts(date, date, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('motcua.rates_of(text[], text[], bigint[])', 'execute');
SELECT has_function_privilege('motcua.rates(date, date, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.rates(date, date, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.points(date, date, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('motcua.buckets_behind(text, text)', 'execute');
SELECT has_function_privilege('motcua.marks_behind(text, date, date, text, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.dossiers(text, date, date, text, text, text, text, date, bigint)', 'execute');

ROLLBACK;
