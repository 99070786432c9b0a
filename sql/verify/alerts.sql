-- Verify motcua:alerts on pg

BEGIN;

SELECT alert_id, run_id, raised_at, kind, office, period_from, period_to, counted_to, threshold_percent, numerator, denominator, percent
FROM stats.alert WHERE false;
SELECT outbox_id, alert_id, recipient, message_id, subject, body_text, body_html, created_at, attempts, attempted_at, sent_at, error
FROM motcua.outbox WHERE false;
SELECT * FROM stats.late_offices(3);
SELECT * FROM stats.late_dossiers('{}', '2024-01-01', '2024-12-31', 1);

ROLLBACK;
