-- Verify motcua:prune on pg

BEGIN;

SELECT pruning_id, before, run_id, newest_run_id, pruned_at, rejects, versions FROM motcua.pruning WHERE false;
SELECT has_function_privilege('stats.known_run(date)', 'execute');
SELECT has_function_privilege('motcua.last_publication(date, date, date)', 'execute');
SELECT has_function_privilege('motcua.reading_evenings(date, integer)', 'execute');
SELECT has_function_privilege('motcua.prune_versions(bigint)', 'execute');
SELECT has_function_privilege('motcua.prune(date)', 'execute');

ROLLBACK;
