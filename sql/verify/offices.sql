-- Verify motcua:offices on pg

BEGIN;

SELECT code, name, level, parent, valid_from, valid_to, verified FROM motcua.office WHERE false;
SELECT source, raw, office FROM motcua.office_alias WHERE false;
SELECT old_office, new_office, on_day, share FROM motcua.office_succession WHERE false;
SELECT 1 / (motcua.parent_code('H48.23.25') = 'H48.23')::int;
SELECT has_function_privilege('motcua.parent_code(text)', 'execute');
SELECT has_function_privilege('motcua.level_of_name(text)', 'execute');
SELECT has_function_privilege('motcua.offices_like(text)', 'execute');
SELECT has_function_privilege('motcua.is_office(text)', 'execute');
SELECT has_function_privilege('motcua.create_offices(text[])', 'execute');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.office'::regclass, 'plain');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.office_alias'::regclass, 'plain');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.office_succession'::regclass, 'plain');

ROLLBACK;
