-- Revert motcua:snapshots from pg

BEGIN;

DROP FUNCTION stats.take_snapshot(bigint, text);
DROP FUNCTION motcua.published_rates(date, date, text, bigint);
DROP FUNCTION motcua.published_counts(date, date, bigint);
DROP TABLE stats.snapshot_count;
DROP TABLE stats.snapshot;
DROP TABLE stats.publication;
DROP TABLE stats.rule_version;
DROP VIEW motcua.current_rule;

COMMIT;
