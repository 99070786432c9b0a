-- Verify motcua:compare on pg

BEGIN;

SELECT * FROM stats.compare('2024-01-01', '2024-01-01');
SELECT * FROM stats.compare_buckets('2024-01-01', '2024-01-01');
SELECT 1 / (count(*) = 0)::int FROM stats.rules WHERE formula_en IS NULL OR formula_vi IS NULL;
SELECT profile, rate, bucket, in_numerator, in_denominator FROM motcua.term_part WHERE false;
SELECT has_function_privilege('stats.compare(date, date, text[], text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.compare_buckets(date, date, text[], text, text, text, date, bigint)', 'execute');

ROLLBACK;
