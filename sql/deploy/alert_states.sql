-- Deploy motcua:alert_states to pg
-- requires: terms
-- An alert is a state: an office is above the ceiling from one day on until it is back below a lower line, so that a rate that
-- swings around the ceiling is told of once. stats.alert keeps what has happened, stats.alert_state how things stand.

BEGIN;

ALTER TABLE stats.alert DROP CONSTRAINT alert_kind_check;
ALTER TABLE stats.alert DROP CONSTRAINT alert_kind_office_period_from_period_to_key;
ALTER TABLE stats.alert ADD CONSTRAINT alert_kind_check CHECK (kind IN ('late', 'step', 'below', 'escalated'));
CREATE INDEX alert_office_idx ON stats.alert (office, period_from, alert_id);
COMMENT ON TABLE stats.alert IS 'What has happened to the late rate of offices, in order; nothing is changed afterwards. VI: Nhật ký cảnh báo tỷ lệ '
    'quá hạn của các cơ quan; không sửa, không xóa.';
COMMENT ON COLUMN stats.alert.kind IS 'late: the late rate passed its ceiling; step: it passed a higher one; below: it is back below the lower line; '
    'escalated: it has not fallen for so many working days, and nobody has acknowledged it. VI: Loại: vượt ngưỡng, vượt mức cao hơn, đã trở về '
    'dưới ngưỡng, chuyển cấp trên.';
COMMENT ON COLUMN stats.alert.threshold_percent IS 'Ceiling, step or lower line that was passed. VI: Ngưỡng, mức.';

CREATE TABLE stats.alert_state (
    office text COLLATE "C" NOT NULL REFERENCES motcua.office (code),
    period_from date NOT NULL,
    period_to date NOT NULL,
    since date NOT NULL,
    ended_on date,
    step numeric NOT NULL,
    counted_to date NOT NULL,
    numerator bigint NOT NULL,
    denominator bigint NOT NULL,
    lowest_numerator bigint NOT NULL,
    lowest_denominator bigint NOT NULL,
    lowest_on date NOT NULL,
    escalated_on date,
    acknowledged_at timestamptz,
    acknowledged_by text,
    acknowledged_until date,
    note text CHECK (length(note) <= 500 AND note !~ '[[:cntrl:]]'),
    PRIMARY KEY (office, period_from)
);
COMMENT ON TABLE stats.alert_state IS 'How the alert of each office stands that has been above the ceiling in a reporting year. VI: Tình trạng cảnh báo '
    'của các cơ quan đã có lúc vượt ngưỡng trong năm báo cáo.';
COMMENT ON COLUMN stats.alert_state.office IS 'Office, with its subtree. VI: Cơ quan (gồm trực thuộc).';
COMMENT ON COLUMN stats.alert_state.period_from IS 'First day of the reporting year. VI: Ngày đầu năm báo cáo.';
COMMENT ON COLUMN stats.alert_state.period_to IS 'Last day of the reporting year. VI: Ngày cuối năm báo cáo.';
COMMENT ON COLUMN stats.alert_state.since IS 'Day from which on it is above, this time. VI: Vượt ngưỡng từ ngày (lần gần nhất).';
COMMENT ON COLUMN stats.alert_state.ended_on IS 'Day on which it was back below the lower line; null while it is not. VI: Ngày trở về dưới ngưỡng; để '
    'trống nếu chưa.';
COMMENT ON COLUMN stats.alert_state.step IS 'Highest ceiling that it has passed this time, in percent. VI: Mức cao nhất đã vượt.';
COMMENT ON COLUMN stats.alert_state.counted_to IS 'Day up to which was counted. VI: Số liệu tính đến ngày.';
COMMENT ON COLUMN stats.alert_state.numerator IS 'Late dossiers. VI: Số hồ sơ quá hạn.';
COMMENT ON COLUMN stats.alert_state.denominator IS 'Dossiers that they are of. VI: Số hồ sơ đã giải quyết.';
COMMENT ON COLUMN stats.alert_state.lowest_numerator IS 'Numerator of the lowest rate since it was acknowledged, or else since it is above. VI: Tử số của '
    'tỷ lệ thấp nhất.';
COMMENT ON COLUMN stats.alert_state.lowest_denominator IS 'Denominator of that rate. VI: Mẫu số của tỷ lệ thấp nhất.';
COMMENT ON COLUMN stats.alert_state.lowest_on IS 'Day of that rate: it has not fallen since. VI: Ngày đạt tỷ lệ thấp nhất; từ đó chưa giảm thêm.';
COMMENT ON COLUMN stats.alert_state.escalated_on IS 'Day on which the office above was to be told. VI: Ngày chuyển cơ quan cấp trên.';
COMMENT ON COLUMN stats.alert_state.acknowledged_at IS 'When somebody said that it is being dealt with. VI: Thời điểm tiếp nhận xử lý cảnh báo.';
COMMENT ON COLUMN stats.alert_state.acknowledged_by IS 'Role of the database that said so. VI: Tài khoản ghi nhận.';
COMMENT ON COLUMN stats.alert_state.acknowledged_until IS 'Last day on which reminders and the office above wait; null: until it is back below. VI: Không '
    'nhắc lại đến hết ngày; để trống: đến khi trở về dưới ngưỡng.';
COMMENT ON COLUMN stats.alert_state.note IS 'What is being done, in a few words and without names of persons. VI: Việc đang làm, ghi ngắn gọn, không ghi '
    'tên cá nhân.';

-- Those raised before states were kept. From the first night on their figures are up to date.
INSERT INTO stats.alert_state (office, period_from, period_to, since, step, counted_to, numerator, denominator, lowest_numerator,
    lowest_denominator, lowest_on)
SELECT a.office, a.period_from, a.period_to, a.counted_to, a.threshold_percent, a.counted_to, a.numerator, a.denominator, a.numerator,
       a.denominator, a.counted_to
FROM stats.alert AS a;

CREATE OR REPLACE FUNCTION motcua.step_passed(late bigint, resolved bigint, steps numeric[]) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT max(s.step) FROM unnest(steps) AS s (step) WHERE late * 100 > s.step * resolved);
COMMENT ON FUNCTION motcua.step_passed(bigint, bigint, numeric[]) IS 'The highest of some ceilings, in percent, that a rate is above, compared as '
    'integers: 3.00 % exactly is not above 3 %; null for none. VI: Mức cao nhất mà tỷ lệ đã vượt.';

CREATE OR REPLACE FUNCTION motcua.alert_profile(of_alerts text, of_figures text) RETURNS text
    LANGUAGE sql STABLE
    SET search_path = pg_catalog
    RETURN coalesce(nullif(of_alerts, ''),
        (SELECT r.profile FROM motcua.rate AS r WHERE r.profile = of_figures AND r.rate = 'late'), 'report');
COMMENT ON FUNCTION motcua.alert_profile(text, text) IS 'Profile of the late rate that alerts are about: as the settings name it, else that of all figures, '
    'else report. VI: Bộ quy tắc dùng cho cảnh báo.';

CREATE OR REPLACE FUNCTION motcua.is_acknowledged(state stats.alert_state, on_day date) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (state).acknowledged_at IS NOT NULL AND coalesce((state).acknowledged_until >= on_day, true);
COMMENT ON FUNCTION motcua.is_acknowledged(stats.alert_state, date) IS 'Whether somebody deals with an alert on a day. VI: Cảnh báo đang được xử lý vào '
    'một ngày hay không.';

CREATE OR REPLACE FUNCTION motcua.note_alert(this_run bigint, of_kind text, state stats.alert_state, threshold numeric) RETURNS bigint
    LANGUAGE sql
    SET search_path = pg_catalog
BEGIN ATOMIC
    INSERT INTO stats.alert (run_id, kind, office, period_from, period_to, counted_to, threshold_percent, numerator, denominator)
    VALUES (this_run, of_kind, (state).office, (state).period_from, (state).period_to, (state).counted_to, threshold, (state).numerator, (state).denominator)
    RETURNING alert_id;
END;
COMMENT ON FUNCTION motcua.note_alert(bigint, text, stats.alert_state, numeric) IS 'Writes into stats.alert what has happened to an alert. VI: Ghi một '
    'diễn biến của cảnh báo vào nhật ký.';

-- The figures are those that the run has stored: an alert says what is published. steps has the ceiling itself too.
CREATE OR REPLACE FUNCTION motcua.update_alerts(this_run bigint, of_profile text, late_percent numeric, clear_percent numeric, steps numeric[],
    min_resolved bigint, escalate_days integer, year_start text DEFAULT '01-01')
    RETURNS SETOF stats.alert
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
#variable_conflict use_column
DECLARE
    today date := motcua.today();
    year record := motcua.year_of(today, year_start);
    ladder numeric[] := late_percent || ARRAY(SELECT s FROM unnest(steps) AS s WHERE s > late_percent);
    noted bigint[] := '{}';
    more bigint[];
BEGIN
    UPDATE stats.alert_state AS a
    SET numerator = r.numerator, denominator = r.denominator, counted_to = least(year.period_to, today)
    FROM motcua.published_rates(year.period_from, year.period_to, of_profile, this_run) AS r
    WHERE r.rate = 'late' AND a.office = r.office AND a.period_from = year.period_from;

    UPDATE stats.alert_state AS a
    SET lowest_numerator = a.numerator, lowest_denominator = a.denominator, lowest_on = today
    WHERE a.period_from = year.period_from AND a.ended_on IS NULL
      AND a.numerator * a.lowest_denominator < a.lowest_numerator * a.denominator;

    WITH below AS (
        UPDATE stats.alert_state AS a SET ended_on = today
        WHERE a.period_from = year.period_from AND a.ended_on IS NULL AND a.numerator * 100 <= clear_percent * a.denominator
        RETURNING a AS state
    )
    SELECT array_agg(motcua.note_alert(this_run, 'below', b.state, clear_percent)) INTO more FROM below AS b;
    noted := noted || more;

    WITH above AS (
        INSERT INTO stats.alert_state AS a (office, period_from, period_to, since, step, counted_to, numerator, denominator, lowest_numerator,
            lowest_denominator, lowest_on)
        SELECT r.office, year.period_from, year.period_to, today, late_percent, least(year.period_to, today), r.numerator, r.denominator,
               r.numerator, r.denominator, today
        FROM motcua.published_rates(year.period_from, year.period_to, of_profile, this_run) AS r
        WHERE r.rate = 'late' AND r.denominator >= min_resolved AND r.numerator * 100 > late_percent * r.denominator
        ON CONFLICT (office, period_from) DO UPDATE
        SET since = today, ended_on = NULL, step = late_percent, lowest_numerator = EXCLUDED.numerator, lowest_denominator = EXCLUDED.denominator,
            lowest_on = today, escalated_on = NULL, acknowledged_at = NULL, acknowledged_by = NULL, acknowledged_until = NULL, note = NULL
        WHERE a.ended_on IS NOT NULL
        RETURNING a AS state
    )
    SELECT array_agg(motcua.note_alert(this_run, 'late', a.state, late_percent)) INTO more FROM above AS a;
    noted := noted || more;

    WITH higher AS (
        UPDATE stats.alert_state AS a SET step = motcua.step_passed(a.numerator, a.denominator, ladder)
        WHERE a.period_from = year.period_from AND a.ended_on IS NULL AND motcua.step_passed(a.numerator, a.denominator, ladder) > a.step
        RETURNING a AS state
    )
    SELECT array_agg(motcua.note_alert(this_run, 'step', h.state, (h.state).step)) INTO more FROM higher AS h;
    noted := noted || more;

    -- Once each time that it is above; what has been acknowledged has the same days anew from then on.
    WITH ignored AS (
        UPDATE stats.alert_state AS a SET escalated_on = today
        WHERE escalate_days > 0 AND a.period_from = year.period_from AND a.ended_on IS NULL AND a.escalated_on IS NULL
          AND a.numerator * 100 > late_percent * a.denominator AND NOT motcua.is_acknowledged(a, today)
          AND motcua.working_days_between(greatest(a.since, a.lowest_on, a.acknowledged_until), today) >= escalate_days
        RETURNING a AS state
    )
    SELECT array_agg(motcua.note_alert(this_run, 'escalated', i.state, late_percent)) INTO more FROM ignored AS i;
    noted := noted || more;

    RETURN QUERY SELECT l.* FROM stats.alert AS l WHERE l.alert_id = ANY (noted) ORDER BY l.office COLLATE "C", l.alert_id;
END;
$$;
COMMENT ON FUNCTION motcua.update_alerts(bigint, text, numeric, numeric, numeric[], bigint, integer, text) IS
    'Brings the alerts of the reporting year up to date by the figures that a run has stored with stats.take_snapshot, and returns what has happened: '
    'above the ceiling from so many resolved dossiers on, a higher step, back at the lower line, not fallen for so many working days (0: never '
    'escalated). VI: Cập nhật tình trạng cảnh báo của năm báo cáo theo số liệu đã chốt và trả về các diễn biến mới.';

CREATE OR REPLACE FUNCTION motcua.acknowledge(of_office text, until_day date, of_note text) RETURNS stats.alert_state
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
DECLARE
    state stats.alert_state;
BEGIN
    PERFORM motcua.is_office(of_office);
    UPDATE stats.alert_state AS a
    SET acknowledged_at = now(), acknowledged_by = session_user, acknowledged_until = until_day, note = of_note, lowest_numerator = a.numerator,
        lowest_denominator = a.denominator, lowest_on = motcua.today(), escalated_on = NULL
    WHERE a.office = of_office AND a.ended_on IS NULL AND motcua.today() BETWEEN a.period_from AND a.period_to
    RETURNING a.* INTO state;
    IF state.office IS NULL THEN
        RAISE invalid_parameter_value USING
            MESSAGE = format('office ''%s'' is not above the ceiling', of_office),
            HINT = coalesce((SELECT 'above are: ' || string_agg(a.office, ', ' ORDER BY a.office) FROM stats.alert_state AS a
                             WHERE a.ended_on IS NULL AND motcua.today() BETWEEN a.period_from AND a.period_to), 'no office is');
    END IF;
    RETURN state;
END;
$$;
COMMENT ON FUNCTION motcua.acknowledge(text, date, text) IS 'Notes that an alert is being dealt with: until that day (null: until the office is back below) '
    'nobody is reminded of it, and the office above is not told. VI: Ghi nhận cảnh báo đang được xử lý; đến hết ngày đó không nhắc lại, không '
    'chuyển cấp trên.';

GRANT SELECT ON stats.alert_state TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT INSERT ON stats.alert_state TO motcua_stats;
GRANT UPDATE (since, ended_on, step, counted_to, numerator, denominator, lowest_numerator, lowest_denominator, lowest_on, escalated_on,
    acknowledged_at, acknowledged_by, acknowledged_until, note) ON stats.alert_state TO motcua_stats;
REVOKE ALL ON FUNCTION motcua.alert_profile(text, text), motcua.step_passed(bigint, bigint, numeric[]), motcua.is_acknowledged(stats.alert_state, date),
    motcua.note_alert(bigint, text, stats.alert_state, numeric),
    motcua.update_alerts(bigint, text, numeric, numeric, numeric[], bigint, integer, text), motcua.acknowledge(text, date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.alert_profile(text, text), motcua.step_passed(bigint, bigint, numeric[]), motcua.is_acknowledged(stats.alert_state, date)
TO motcua_ingest, motcua_stats, motcua_analyst;
GRANT EXECUTE ON FUNCTION motcua.note_alert(bigint, text, stats.alert_state, numeric),
    motcua.update_alerts(bigint, text, numeric, numeric, numeric[], bigint, integer, text), motcua.acknowledge(text, date, text) TO motcua_stats;

COMMIT;
