-- Verify motcua:ingest on pg

BEGIN;

SELECT arrival, code, receiving_office, handling_office, office_name, procedure FROM motcua.staging_dossier WHERE false;
SELECT source, started, records, inserted, updated, rejected, skipped, read_until, result FROM motcua.last_runs WHERE false;
SELECT kind, code, name FROM motcua.unverified WHERE false;
SELECT has_function_privilege('motcua.find_dossiers(text, text[])', 'execute');
SELECT has_function_privilege('motcua.hashes_ahead(text, text[], bigint)', 'execute');
SELECT has_function_privilege('motcua.first_unfinished(text)', 'execute');
SELECT has_function_privilege('motcua.recall_contested(text, bigint)', 'execute');
SELECT has_function_privilege('motcua.take_back_steps(text, bigint)', 'execute');
SELECT has_function_privilege('motcua.drop_superseded(text, bigint)', 'execute');
SELECT has_function_privilege('motcua.remember_older(text, bigint, bigint[])', 'execute');
SELECT source, run_id, code FROM motcua.staging_superseded WHERE false;
SELECT has_function_privilege('motcua.shared_codes(text)', 'execute');
SELECT has_function_privilege('motcua.skip_dossiers(text, bigint)', 'execute');
SELECT has_function_privilege('motcua.aliases_digest(text)', 'execute');
SELECT has_function_privilege('motcua.resolve_offices(text)', 'execute');
SELECT has_function_privilege('motcua.resolve_procedures(text)', 'execute');
SELECT has_function_privilege('motcua.compare_dossiers(text, bigint)', 'execute');
SELECT has_function_privilege('motcua.update_dossiers(text, bigint, bigint[])', 'execute');
SELECT has_function_privilege('motcua.rehash_dossiers(text, bigint[])', 'execute');
SELECT has_function_privilege('motcua.insert_dossiers(text, bigint, bigint[])', 'execute');
SELECT has_function_privilege('motcua.merge_dossiers(bigint)', 'execute');

ROLLBACK;
