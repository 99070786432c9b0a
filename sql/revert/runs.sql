-- Revert motcua:runs from pg

BEGIN;

DROP FUNCTION motcua.knows_file(text, uuid);
DROP FUNCTION motcua.mark_file(bigint, uuid, bigint);
DROP FUNCTION motcua.count_read(bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint);
DROP FUNCTION motcua.add_rejects(bigint, jsonb);
DROP FUNCTION motcua.earlier_length(text);
DROP FUNCTION motcua.note_run(bigint, text);
DROP FUNCTION motcua.fail_run(bigint, text);
DROP FUNCTION motcua.finish_run(bigint, timestamptz);
DROP FUNCTION motcua.close_run(bigint);
DROP FUNCTION motcua.note_dated(bigint, timestamptz);
DROP FUNCTION motcua.credible_mark(text, timestamptz);
DROP FUNCTION motcua.believed(timestamptz);
DROP FUNCTION motcua.has_come(timestamptz, timestamptz);
DROP FUNCTION motcua.begin_run(text, text, boolean);
DROP FUNCTION motcua.close_lost_runs(text, text);
DROP TABLE motcua.reject;
DROP FUNCTION motcua.reject_fingerprint(text, text, text, jsonb);
DROP TABLE motcua.read_file;
DROP TABLE motcua.watermark;
DROP VIEW motcua.stats_lock;
DROP VIEW motcua.ingest_lock;
DROP TABLE motcua.run;

COMMIT;
