-- Verify motcua:runs on pg

BEGIN;

SELECT run_id, program, source, started_at, finished_at, status, pages, records, inserted, updated, unchanged, superseded,
       rejected, skipped, unkept, bytes, listed_all, error, note, backend_pid FROM motcua.run WHERE false;
SELECT source, read_until, run_id FROM motcua.watermark WHERE false;
SELECT i.program, s.program FROM motcua.ingest_lock AS i, motcua.stats_lock AS s WHERE false;
SELECT reject_id, source, run_id, last_run_id, page, record_number, code, field, reason, record FROM motcua.reject WHERE false;
SELECT source, content_hash, bytes, run_id FROM motcua.read_file WHERE false;
SELECT has_function_privilege('motcua.reject_fingerprint(text, text, text, jsonb)', 'execute');
SELECT has_function_privilege('motcua.close_lost_runs(text, text)', 'execute');
SELECT has_function_privilege('motcua.begin_run(text, text, boolean)', 'execute');
SELECT has_function_privilege('motcua.has_come(timestamptz, timestamptz)', 'execute');
SELECT has_function_privilege('motcua.believed(timestamptz)', 'execute');
SELECT has_function_privilege('motcua.credible_mark(text, timestamptz)', 'execute');
SELECT has_function_privilege('motcua.close_run(bigint)', 'execute');
SELECT has_function_privilege('motcua.finish_run(bigint, timestamptz)', 'execute');
SELECT has_function_privilege('motcua.note_dated(bigint, timestamptz)', 'execute');
SELECT has_function_privilege('motcua.fail_run(bigint, text)', 'execute');
SELECT has_function_privilege('motcua.note_run(bigint, text)', 'execute');
SELECT has_function_privilege('motcua.earlier_length(text)', 'execute');
SELECT has_function_privilege('motcua.add_rejects(bigint, jsonb)', 'execute');
SELECT has_function_privilege('motcua.count_read(bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint)', 'execute');
SELECT has_function_privilege('motcua.mark_file(bigint, uuid, bigint)', 'execute');
SELECT has_function_privilege('motcua.knows_file(text, uuid)', 'execute');

ROLLBACK;
