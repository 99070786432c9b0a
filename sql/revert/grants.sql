-- Revert motcua:grants from pg

BEGIN;

REVOKE ALL ON ALL TABLES IN SCHEMA motcua, stats FROM motcua_ingest, motcua_stats, motcua_analyst;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA motcua, stats FROM motcua_ingest, motcua_stats, motcua_analyst;
REVOKE ALL ON SCHEMA motcua, stats FROM motcua_ingest, motcua_stats, motcua_analyst;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA motcua, stats TO PUBLIC;

COMMIT;
