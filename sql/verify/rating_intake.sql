-- Verify motcua:rating_intake on pg

BEGIN;

SELECT arrival, code, office, dossier, answered_at, level, source_updated_at, skipped, merged_in FROM motcua.staging_rating WHERE false;
SELECT has_function_privilege('motcua.handling_offices(text[])', 'execute');
SELECT has_function_privilege('motcua.drop_older_ratings()', 'execute');
SELECT has_function_privilege('motcua.skip_ratings(text, bigint)', 'execute');
SELECT has_function_privilege('motcua.merge_ratings(bigint)', 'execute');

ROLLBACK;
