-- Verify motcua:rank_groups on pg

BEGIN;

SELECT level, name, received_from FROM motcua.volume_group WHERE false;
SELECT * FROM stats.ranking_among('late', '2024-01-01', '2024-01-01', by_volume => true);
SELECT has_function_privilege('motcua.volume_group_of(text, bigint)', 'execute');
SELECT has_function_privilege('motcua.year_before(date)', 'execute');
SELECT has_function_privilege('motcua.fraction(bigint, bigint)', 'execute');
SELECT has_function_privilege('motcua.rank_band(bigint, bigint)', 'execute');
SELECT has_function_privilege('motcua.no_place(bigint, bigint, boolean)', 'execute');
SELECT has_function_privilege('motcua.rate_of_offices(text, text, date, date, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.ranking_among(text, date, date, text, text, boolean, bigint, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.ranking(text, date, date, text, text, text, date, bigint)', 'execute');
SELECT 1 / has_table_privilege('motcua_analyst', 'motcua.volume_group', 'SELECT')::int;

ROLLBACK;
