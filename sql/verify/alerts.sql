-- Verify motcua:alerts on pg

BEGIN;

SELECT alert_id, run_id, raised_at, kind, office, period_from, period_to, counted_to, threshold_percent, numerator, denominator, percent
FROM stats.alert WHERE false;
-- What the change digests has made anew is as both have it.
SELECT outbox_id, recipient, message_id, since, attempts, attempted_at, sent_at, error, failure, given_up FROM motcua.outbox WHERE false;
SELECT outbox_id, since, attempts, state, error FROM motcua.mail_trouble WHERE false;
SELECT * FROM stats.late_offices(3);
SELECT * FROM stats.late_dossiers('{}', '2024-01-01', '2024-12-31', 1);
SELECT has_function_privilege('motcua.reopen_mails()', 'execute');
SELECT has_function_privilege('stats.late_offices(numeric, text, bigint)', 'execute');
SELECT has_function_privilege('stats.late_dossiers(text[], date, date, integer)', 'execute');

ROLLBACK;
