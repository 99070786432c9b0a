-- Revert motcua:alert_states from pg
-- What is left of stats.alert is what the release before kept: the first time an office was above the ceiling in a year.

BEGIN;

DROP FUNCTION motcua.acknowledge(text, date, text);
DROP FUNCTION motcua.update_alerts(bigint, text, numeric, numeric, numeric[], bigint, integer, text);
DROP FUNCTION motcua.note_alert(bigint, text, stats.alert_state, numeric);
DROP FUNCTION motcua.alert_profile(text, text);
DROP FUNCTION motcua.is_acknowledged(stats.alert_state, date);
DROP FUNCTION motcua.step_passed(bigint, bigint, numeric[]);
DROP TABLE stats.alert_state;

DELETE FROM stats.alert AS a
WHERE a.kind <> 'late' OR EXISTS (SELECT FROM stats.alert AS b WHERE (b.office, b.period_from, b.kind) = (a.office, a.period_from, 'late')
                                      AND b.alert_id < a.alert_id);
DROP INDEX stats.alert_office_idx;
ALTER TABLE stats.alert DROP CONSTRAINT alert_kind_check;
ALTER TABLE stats.alert ADD CONSTRAINT alert_kind_check CHECK (kind IN ('late'));
ALTER TABLE stats.alert ADD CONSTRAINT alert_kind_office_period_from_period_to_key UNIQUE (kind, office, period_from, period_to);
COMMENT ON TABLE stats.alert IS 'Alerts, once an office, kind and reporting year. VI: Cảnh báo; mỗi cơ quan, mỗi loại một lần trong năm báo cáo.';
COMMENT ON COLUMN stats.alert.kind IS 'late: the late rate passed its ceiling. VI: Loại: tỷ lệ quá hạn vượt ngưỡng.';
COMMENT ON COLUMN stats.alert.threshold_percent IS 'Ceiling that was passed. VI: Ngưỡng.';

COMMIT;
