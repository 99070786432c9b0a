-- Verify motcua:targets on pg

BEGIN;

SELECT set, level, figure, profile, position, direction, value, base_year, growth_in, no_rate, text_en, text_vi, legal_source, valid_from, valid_to
FROM motcua.target WHERE false;
SELECT 1 / count(*) FROM motcua.target;
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.target'::regclass, 'check_target');
SELECT has_function_privilege('motcua.check_target()', 'execute');
SELECT has_function_privilege('motcua.level_order(text)', 'execute');
SELECT has_function_privilege('motcua.same_days(date, date, integer)', 'execute');
SELECT has_function_privilege('motcua.points_between(bigint, bigint, bigint, bigint)', 'execute');
SELECT has_function_privilege('motcua.required(motcua.target, integer, bigint, bigint)', 'execute');
SELECT has_function_privilege('motcua.target_state(text, bigint, bigint, numeric, numeric)', 'execute');
SELECT has_function_privilege('motcua.targets_on(date, text)', 'execute');
SELECT has_function_privilege('stats.targets(date, date, text, text, daterange[], text, text, date, bigint)', 'execute');
SELECT * FROM stats.targets('2024-01-01', '2024-01-01', against => '{"[2023-01-01,2023-01-01]"}');

ROLLBACK;
