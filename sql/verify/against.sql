-- Verify motcua:against on pg

BEGIN;

SELECT has_function_privilege('motcua.figures_of(text[], text[], bigint[], text)', 'execute');
SELECT has_function_privilege('motcua.against_of(text[], text[], bigint[], text[], text[], bigint[], text)', 'execute');
SELECT has_function_privilege('motcua.terms_against(date, date, date, date, text, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.against(date, date, date, date, text, text, text, text, date, bigint)', 'execute');
SELECT has_function_privilege('stats.against_doubts(date, date, date, date, text, text, text, date)', 'execute');
SELECT * FROM stats.against('2024-01-01', '2024-01-01', '2023-01-01', '2023-01-01');
SELECT * FROM stats.against_doubts('2024-01-01', '2024-01-01', '2023-01-01', '2023-01-01');

ROLLBACK;
