-- Verify motcua:successions on pg

BEGIN;

SELECT office, heir, from_day, until_day FROM motcua.office_heirs();
SELECT office, parent FROM motcua.office_parents('2025-07-01');
SELECT ancestor, office FROM motcua.office_tree WHERE false;
SELECT has_function_privilege('motcua.office_heirs()', 'execute');
SELECT has_function_privilege('motcua.answering_day(text, date, date)', 'execute');
SELECT has_function_privilege('motcua.office_parents(date)', 'execute');
SELECT has_function_privilege('motcua.office_tree_on(date)', 'execute');

ROLLBACK;
