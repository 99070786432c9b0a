-- Revert motcua:rejects from pg

BEGIN;

DROP FUNCTION motcua.mark_replayed(bigint, bigint[]);
DROP VIEW motcua.open_rejects;
DROP VIEW motcua.unkept_rejects;
DROP VIEW motcua.open_reject;

COMMIT;
