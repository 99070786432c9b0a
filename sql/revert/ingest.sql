-- Revert motcua:ingest from pg

BEGIN;

DROP VIEW motcua.unverified;
DROP VIEW motcua.last_runs;
DROP FUNCTION motcua.merge_dossiers(bigint);
DROP FUNCTION motcua.insert_dossiers(text, bigint, bigint[]);
DROP FUNCTION motcua.update_dossiers(text, bigint, bigint[]);
DROP FUNCTION motcua.rehash_dossiers(text, bigint[]);
DROP FUNCTION motcua.compare_dossiers(text, bigint);
DROP FUNCTION motcua.resolve_procedures(text);
DROP FUNCTION motcua.resolve_offices(text);
DROP FUNCTION motcua.aliases_digest(text);
DROP FUNCTION motcua.skip_dossiers(text, bigint);
DROP FUNCTION motcua.shared_codes(text);
DROP FUNCTION motcua.drop_superseded(text, bigint);
DROP FUNCTION motcua.remember_older(text, bigint, bigint[]);
DROP TABLE motcua.staging_superseded;
DROP FUNCTION motcua.take_back_steps(text, bigint);
DROP FUNCTION motcua.recall_contested(text, bigint);
DROP FUNCTION motcua.first_unfinished(text);
DROP FUNCTION motcua.hashes_ahead(text, text[], bigint);
DROP FUNCTION motcua.find_dossiers(text, text[]);
DROP TABLE motcua.staging_dossier;

COMMIT;
