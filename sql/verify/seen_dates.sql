-- Verify motcua:seen_dates on pg

BEGIN;

SELECT source, working_days, note FROM motcua.integrity_tolerance WHERE false;
SELECT 1 / count(*) FROM motcua.integrity_tolerance WHERE source = '*';
SELECT 1 / (count(*) / 2) FROM motcua.integrity_check WHERE flag IN ('closed_before_seen_open', 'due_set_after_closing');
SELECT change_id, source, code, run_id, seen_at, old_due_at, new_due_at, had_passed, has_letter, has_supplement, after_closing, unseen_letter_at
FROM motcua.moved_due WHERE false;
SELECT source, code, flag, reason, change_id FROM motcua.change_flags WHERE false;
SELECT 'motcua.dossier_version_no_due'::regclass;
SELECT has_function_privilege('motcua.tolerated_since(text, timestamptz)', 'execute');
SELECT has_function_privilege('motcua.seen_until(text, bigint, timestamptz)', 'execute');
SELECT has_function_privilege('motcua.ended_on(smallint, timestamptz, timestamptz, timestamptz)', 'execute');
SELECT source, code, flag, reason FROM motcua.late_told('2024-01-01', '2024-01-01');
SELECT has_function_privilege('motcua.late_told(date, date, text, text)', 'execute');
SELECT has_function_privilege('motcua.flags_between(date, date, text, text)', 'execute');
SELECT has_function_privilege('stats.flags_of(text, text)', 'execute');

ROLLBACK;
