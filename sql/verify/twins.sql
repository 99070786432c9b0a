-- Verify motcua:twins on pg

BEGIN;

SELECT source, precedence FROM motcua.source_precedence WHERE false;
SELECT 1 / (motcua.counting_source('{a,b}', '{2024-01-01,2024-01-02}') = 'b')::int;
SELECT has_function_privilege('motcua.precedence_of(text)', 'execute');
SELECT has_function_privilege('motcua.counting_source(text[], timestamptz[])', 'execute');
SELECT has_function_privilege('motcua.dossier_sources()', 'execute');
SELECT has_function_privilege('motcua.told_elsewhere(text, text[])', 'execute');
SELECT has_function_privilege('motcua.settle_dossiers(text[], bigint)', 'execute');
SELECT has_function_privilege('motcua.settle_feedback(text[], bigint)', 'execute');
SELECT has_function_privilege('motcua.settle_deleted()', 'execute');
SELECT has_function_privilege('motcua.set_precedence(bigint, integer)', 'execute');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.dossier'::regclass, 'settle_deleted');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.feedback'::regclass, 'settle_deleted');

ROLLBACK;
