-- Verify motcua:schema on pg

BEGIN;

SELECT pg_catalog.has_schema_privilege('motcua', 'usage'), pg_catalog.has_schema_privilege('stats', 'usage');
SELECT 1 / (motcua.local_day('2026-01-31 18:00Z') = date '2026-02-01')::int;
SELECT 1 / (motcua.percent(1232, 1271) = 96.93)::int;
SELECT 'motcua_ingest'::regrole, 'motcua_stats'::regrole, 'motcua_analyst'::regrole;
SELECT 1 / (motcua.fold_name('THỦY  Hòa') = motcua.fold_name('Thuỷ Hoà'))::int;
SELECT has_function_privilege('motcua.local_day(timestamptz)', 'execute');
SELECT has_function_privilege('motcua.today()', 'execute');
SELECT has_function_privilege('motcua.percent(bigint, bigint)', 'execute');
SELECT has_function_privilege('motcua.year_of(date, text)', 'execute');
SELECT has_function_privilege('motcua.known(text, text, text[])', 'execute');
SELECT has_function_privilege('motcua.plain_text(text)', 'execute');
SELECT has_function_privilege('motcua.is_code(text)', 'execute');
SELECT has_function_privilege('motcua.plain_code(text)', 'execute');
SELECT has_function_privilege('motcua.fold_name(text)', 'execute');
SELECT has_function_privilege('motcua.codes_meant(text, text, text[])', 'execute');
SELECT has_function_privilege('motcua.plain_columns()', 'execute');

ROLLBACK;
