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

ROLLBACK;
