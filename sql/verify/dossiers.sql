-- Verify motcua:dossiers on pg

BEGIN;

SELECT source, code, receiving_office, handling_office, procedure, channel, online_level, status, submitted_at, received_at,
       due_at, due_at_first, finished_at, returned_at, apology_at, source_updated_at, fee, components_total,
       components_digitised, components_reused, components_from_store, result_digitised, result_stored, paid_online,
       erroneous, skipped, counted_in, first_run_id, last_run_id, record_hash, received_on, due_on, closed_on, outcome, timeliness, timeliness_first,
           marks
FROM motcua.dossier WHERE false;
SELECT change_id, source, code, run_id, seen_at, field, old_value, new_value FROM motcua.dossier_change WHERE false;
SELECT 'motcua.channel'::regtype, 'motcua.outcome'::regtype, 'motcua.timeliness'::regtype;
SELECT has_function_privilege('motcua.closed_at(smallint, timestamptz, timestamptz, timestamptz)', 'execute');
SELECT has_function_privilege('motcua.timeliness(timestamptz, timestamptz)', 'execute');
SELECT has_function_privilege('motcua.keep_named()', 'execute');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.office'::regclass, 'keep_named');
SELECT 1 / count(*) FROM pg_trigger WHERE (tgrelid, tgname) = ('motcua.procedure'::regclass, 'keep_named');

ROLLBACK;
