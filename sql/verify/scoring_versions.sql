-- Verify motcua:scoring_versions on pg

BEGIN;

SELECT family FROM motcua.scoring WHERE false;
SELECT has_function_privilege('motcua.distance_from_force(date, date, date)', 'execute');
SELECT has_function_privilege('motcua.scoring_on(text, date)', 'execute');
SELECT has_function_privilege('motcua.scoring_names()', 'execute');
SELECT has_function_privilege('motcua.scoring_doubt(text, date)', 'execute');
SELECT has_function_privilege('stats.points(date, date, text, text, text, date, bigint)', 'execute');
-- A family that has the name of a version of another one would hide that version.
SELECT 1 / (count(*) = 0)::int FROM motcua.scoring AS s JOIN motcua.scoring AS f ON f.family = s.scoring
WHERE coalesce(s.family, s.scoring) <> f.family;

ROLLBACK;
