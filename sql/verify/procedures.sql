-- Verify motcua:procedures on pg

BEGIN;

SELECT code, name, field, online_level, full_eligible, has_fee, online_payment, paper_result, valid_from, valid_to, verified, marks
FROM motcua.procedure WHERE false;
SELECT source, raw, procedure FROM motcua.procedure_alias WHERE false;
SELECT 'motcua.online_level'::regtype;
SELECT has_function_privilege('motcua.level_mark(motcua.online_level)', 'execute');
SELECT has_function_privilege('motcua.create_procedures(text[])', 'execute');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.procedure'::regclass, 'plain');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.procedure_alias'::regclass, 'plain');

ROLLBACK;
