-- Verify motcua:proof on pg

BEGIN;

SELECT * FROM stats.story('none', 'none');
SELECT * FROM stats.explain('none', 'none');
SELECT * FROM stats.flags_of('none', 'none');
SELECT * FROM motcua.sources_of('none');
SELECT has_function_privilege('motcua.change_text(text, text, text)', 'execute');
SELECT has_function_privilege('motcua.sources_of(text)', 'execute');
SELECT has_function_privilege('stats.story(text, text)', 'execute');
SELECT has_function_privilege('stats.explain(text, text)', 'execute');
SELECT has_function_privilege('stats.flags_of(text, text)', 'execute');

ROLLBACK;
