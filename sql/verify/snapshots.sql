-- Verify motcua:snapshots on pg

BEGIN;

SELECT 1 / (count(*) = (SELECT count(*) FROM motcua.rate) AND count(*) > 0)::int FROM motcua.current_rule;
SELECT snapshot_id, run_id, taken_at, profile, period_from, period_to, office, rate, numerator, denominator, percent, rule_version
FROM stats.snapshot WHERE false;
SELECT run_id, period_from, period_to, taken_at, counted_to FROM stats.publication WHERE false;
SELECT * FROM motcua.published_counts('2024-01-01', '2024-01-31', 1);
SELECT * FROM motcua.published_rates('2024-01-01', '2024-01-31', 'report', 1);
SELECT profile, rate, rule_version, definition, run_id FROM stats.rule_version WHERE false;
SELECT snapshot_count_id, run_id, period_from, period_to, office, bucket, dossiers FROM stats.snapshot_count WHERE false;
SELECT has_function_privilege('motcua.published_counts(date, date, bigint)', 'execute');
SELECT has_function_privilege('motcua.published_rates(date, date, text, bigint)', 'execute');
SELECT has_function_privilege('stats.take_snapshot(bigint, text)', 'execute');

ROLLBACK;
