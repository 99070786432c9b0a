-- Verify motcua:alert_states on pg

BEGIN;

SELECT office, period_from, period_to, since, ended_on, step, counted_to, numerator, denominator, lowest_numerator, lowest_denominator, lowest_on,
       escalated_on, acknowledged_at, acknowledged_by, acknowledged_until, note
FROM stats.alert_state WHERE false;
SELECT has_function_privilege('motcua.step_passed(bigint, bigint, numeric[])', 'execute');
SELECT has_function_privilege('motcua.alert_profile(text, text)', 'execute');
SELECT has_function_privilege('motcua.is_acknowledged(stats.alert_state, date)', 'execute');
SELECT has_function_privilege('motcua.note_alert(bigint, text, stats.alert_state, numeric)', 'execute');
SELECT has_function_privilege('motcua.update_alerts(bigint, text, numeric, numeric, numeric[], bigint, integer, text)', 'execute');
SELECT has_function_privilege('motcua.acknowledge(text, date, text)', 'execute');

ROLLBACK;
