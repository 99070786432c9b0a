-- Verify motcua:runs on pg

BEGIN;

SELECT run_id, program, source, started_at, finished_at, status, pages, records, inserted, updated, unchanged, superseded,
       rejected, skipped, unkept, bytes, listed_all, error, note, backend_pid FROM motcua.run WHERE false;
SELECT source, read_until, run_id FROM motcua.watermark WHERE false;
SELECT i.program, s.program FROM motcua.ingest_lock AS i, motcua.stats_lock AS s WHERE false;
SELECT reject_id, source, run_id, last_run_id, page, record_number, code, field, reason, record FROM motcua.reject WHERE false;
SELECT source, content_hash, bytes, run_id FROM motcua.read_file WHERE false;
SELECT 'motcua.mark_file(bigint, uuid, bigint)'::regprocedure, 'motcua.knows_file(text, uuid)'::regprocedure;
SELECT 'motcua.begin_run(text, text, boolean)'::regprocedure, 'motcua.finish_run(bigint, timestamptz)'::regprocedure,
       'motcua.fail_run(bigint, text)'::regprocedure, 'motcua.note_run(bigint, text)'::regprocedure,
       'motcua.earlier_length(text)'::regprocedure, 'motcua.close_lost_runs(text, text)'::regprocedure,
       'motcua.add_rejects(bigint, jsonb)'::regprocedure, 'motcua.reject_fingerprint(text, text, text, jsonb)'::regprocedure;

ROLLBACK;
