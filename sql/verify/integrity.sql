-- Verify motcua:integrity on pg

BEGIN;

SELECT source, code, office, flag, status, received_at, due_at, finished_at, returned_at, reason FROM stats.integrity_flags WHERE false;
SELECT * FROM stats.integrity('2024-01-01', '2024-01-01');
SELECT * FROM stats.integrity_rates('2024-01-01', '2024-01-01');
SELECT flag, position, hides_lateness, same_second, same_minute, text_en, text_vi FROM motcua.integrity_check WHERE false;
SELECT change_id, source, code, run_id, seen_at, old_due_at, new_due_at, had_passed, has_letter, has_supplement
FROM motcua.moved_due WHERE false;
SELECT source, code, flag, reason, change_id FROM motcua.change_flags WHERE false;
SELECT has_function_privilege('motcua.seen_until(text, bigint, timestamptz)', 'execute');
SELECT has_function_privilege('motcua.is_after_due(timestamptz, timestamptz)', 'execute');
SELECT has_function_privilege('motcua.mass_closings(date, date)', 'execute');
SELECT has_function_privilege('motcua.row_reason(text, motcua.dossier)', 'execute');
SELECT has_function_privilege(
    'motcua.row_flags(smallint, timestamptz, timestamptz, timestamptz, timestamptz, date, date, motcua.outcome, motcua.timeliness)', 'execute');
SELECT has_function_privilege('motcua.flags_between(date, date, text, text)', 'execute');
SELECT has_function_privilege('stats.integrity_dossiers(date, date, text, text)', 'execute');
SELECT has_function_privilege('motcua.dossiers_checked(date, date, text)', 'execute');
SELECT has_function_privilege('stats.integrity(date, date, text)', 'execute');
SELECT has_function_privilege('stats.integrity_rates(date, date, text)', 'execute');

ROLLBACK;
