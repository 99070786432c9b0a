-- Verify motcua:rules on pg

BEGIN;

-- Everything that a bucket asks for is a bit, every rate has a numerator and a denominator.
SELECT 1 / (count(*) = 0)::int FROM motcua.bucket
WHERE 1 + num_nonnulls(channel, outcome, stock, online_level) + cardinality(marks) <> length(replace(all_of::bit(64)::text, '0', ''))
   OR coalesce(cardinality(timeliness), 0) <> length(replace(any_of::bit(64)::text, '0', ''));
SELECT 1 / (count(*) = 0)::int
FROM (SELECT profile, rate, bool_or(in_numerator) AS n, bool_or(in_denominator) AS d
      FROM motcua.rate LEFT JOIN motcua.term USING (profile, rate) GROUP BY profile, rate) AS r
WHERE n IS NOT TRUE OR d IS NOT TRUE;
SELECT 1 / (count(*) = 0)::int FROM motcua.criterion AS c JOIN motcua.scoring AS s USING (scoring)
WHERE c.rate IS NOT NULL AND NOT EXISTS (SELECT FROM motcua.rate AS r WHERE r.profile = s.profile AND r.rate = c.rate);
SELECT profile, text_en, text_vi, legal_source, valid_from, valid_to FROM motcua.profile WHERE false;
SELECT has_function_privilege('motcua.set_bits()', 'execute');
SELECT has_function_privilege('motcua.score(motcua.criterion, bigint, bigint)', 'execute');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.bucket'::regclass, 'set_bits');

ROLLBACK;
