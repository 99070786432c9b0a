-- Verify motcua:rejects on pg

BEGIN;

SELECT reject_id, source, record FROM motcua.open_reject WHERE false;
SELECT source, records, first_seen, last_seen FROM motcua.unkept_rejects WHERE false;
SELECT source, field, reason, records, example, first_seen, last_seen FROM motcua.open_rejects WHERE false;
SELECT has_function_privilege('motcua.mark_replayed(bigint, bigint[])', 'execute');

ROLLBACK;
