-- Deploy motcua:forecast to pg
-- requires: calendar
-- requires: figures

BEGIN;

CREATE OR REPLACE FUNCTION motcua.horizon(days integer) RETURNS TABLE (day date, working_days_left integer, previous_working_day date)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 30
    SET search_path = pg_catalog
AS $$
BEGIN
    IF days IS NULL OR days NOT BETWEEN 0 AND 366 THEN
        RAISE invalid_parameter_value USING
            MESSAGE = format('%s is not a number of working days ahead', coalesce(days::text, 'null')),
            HINT = 'write a whole number from 0 to 366';
    END IF;
    RETURN QUERY
        SELECT w.day, w.working_days_left::integer, w.previous_working_day
        FROM (SELECT d.day, count(*) FILTER (WHERE d.working AND d.day > motcua.today()) OVER by_day AS working_days_left,
                     max(d.day) FILTER (WHERE d.working) OVER (by_day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS previous_working_day
              FROM (SELECT g::date AS day, motcua.is_working_day(g::date) AS working
                    FROM generate_series(motcua.add_working_days(motcua.today(), -1)::timestamp,
                                         motcua.add_working_days(motcua.today(), days + 1)::timestamp - interval '1 day', interval '1 day') AS g) AS d
              WINDOW by_day AS (ORDER BY d.day)) AS w
        WHERE w.day >= motcua.today();
END;
$$;
COMMENT ON FUNCTION motcua.horizon(integer) IS 'Days from today on until the next working day but so many, with the working days that are left after '
    'today up to each. VI: Các ngày từ hôm nay trong phạm vi số ngày làm việc tới.';

CREATE OR REPLACE FUNCTION stats.near_due(days integer DEFAULT 3, for_office text DEFAULT NULL)
    RETURNS TABLE (office text, office_name text, procedure text, procedure_name text, source text, code text, status smallint,
                   paused boolean, received_at timestamptz, due_at timestamptz, due_on date, working_days_left integer,
                   apology_at timestamptz, letter_by date, letter text)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    -- Day after day, so that nothing is left to be sorted. Of a range the planner expects some rows, of one day next to
    -- none, and would hash the dossiers and not the names. OFFSET keeps letter_by from being computed twice.
    SELECT l.office, l.office_name, l.procedure, l.procedure_name, l.source, l.code, l.status, l.status IN (5, 6), l.received_at, l.due_at,
           h.day, h.working_days_left, l.apology_at, l.letter_by,
           CASE WHEN l.apology_at IS NOT NULL THEN 'sent' WHEN l.letter_by >= (SELECT motcua.today()) THEN 'possible' ELSE 'missed' END
    FROM (SELECT w.day, w.working_days_left, w.previous_working_day FROM motcua.horizon(near_due.days) AS w ORDER BY w.day) AS h
    CROSS JOIN LATERAL (
        SELECT d.handling_office AS office, o.name AS office_name, d.procedure, p.name AS procedure_name, d.source, d.code, d.status,
               d.received_at, d.due_at, d.apology_at,
               CASE WHEN d.due_at_first = d.due_at THEN h.previous_working_day
                    ELSE motcua.add_working_days(motcua.local_day(d.due_at_first), -1) END AS letter_by
        FROM motcua.dossier AS d
        JOIN motcua.office AS o ON o.code = d.handling_office
        LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
        WHERE d.outcome IS NULL AND d.received_on <= (SELECT motcua.today()) AND d.due_on BETWEEN h.day AND h.day
          AND (for_office IS NULL OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = for_office))
        OFFSET 0
    ) AS l
    WHERE (SELECT motcua.is_office(for_office))
    ORDER BY h.day;
END;
$$;
COMMENT ON FUNCTION stats.near_due(integer, text) IS
    'Open dossiers that are due within so many working days, the most urgent first, today included and with the days off that follow the last of '
    'them, of an office and its subtree (null: all). letter_by: last working day for a letter with a new appointment, at least a day before the '
    'first due day (Decree 61/2018 art. 19.9); letter: sent, possible, missed. VI: Hồ sơ đang giải quyết sẽ đến hạn trong số ngày làm việc tới; '
    'letter_by là ngày làm việc cuối để gửi văn bản xin lỗi, hẹn lại (Nghị định 61/2018, Điều 19.9).';

CREATE OR REPLACE FUNCTION stats.near_due_counts(days integer DEFAULT 3, for_office text DEFAULT NULL)
    RETURNS TABLE (office text, office_name text, procedure text, procedure_name text, near_due bigint, due_today bigint, paused bigint,
                   letter_possible bigint, first_due_on date)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT n.office, n.office_name, n.procedure, n.procedure_name, count(*), count(*) FILTER (WHERE n.due_on = motcua.today()),
           count(*) FILTER (WHERE n.paused), count(*) FILTER (WHERE n.letter = 'possible'), min(n.due_on)
    FROM stats.near_due(near_due_counts.days, for_office) AS n
    GROUP BY n.office, n.office_name, n.procedure, n.procedure_name
    ORDER BY n.office, count(*) DESC, n.procedure
$$;
COMMENT ON FUNCTION stats.near_due_counts(integer, text) IS
    'What is due within so many working days, per office and procedure: how many, of these today, waiting for a supplement or payment, and still in '
    'time for a letter. VI: Số hồ sơ sắp đến hạn theo cơ quan và thủ tục: tổng số, trong ngày hôm nay, đang chờ bổ sung, còn kịp gửi văn bản xin '
    'lỗi.';

CREATE OR REPLACE FUNCTION stats.letters_due(days integer DEFAULT 1, for_office text DEFAULT NULL)
    RETURNS TABLE (office text, procedure text, procedure_name text, source text, code text, due_at timestamptz, due_at_first timestamptz,
                   letter_by date)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    -- A letter is by the first appointment: one that was moved without a letter still needs it.
    WITH horizon AS MATERIALIZED (
        SELECT min(h.day) AS today, max(h.day) AS last_day FROM motcua.horizon(letters_due.days) AS h
    ), first_due AS MATERIALIZED (
        SELECT h.day, h.previous_working_day AS letter_by FROM motcua.horizon(letters_due.days + 1) AS h
        WHERE h.previous_working_day BETWEEN (SELECT x.today FROM horizon AS x) AND (SELECT x.last_day FROM horizon AS x)
    )
    SELECT d.handling_office, d.procedure, p.name, d.source, d.code, d.due_at, d.due_at_first, f.letter_by
    FROM motcua.dossier AS d
    JOIN first_due AS f ON f.day = motcua.local_day(d.due_at_first)
    LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
    WHERE (SELECT motcua.is_office(for_office)) AND d.outcome IS NULL AND d.received_on <= (SELECT h.today FROM horizon AS h) AND d.apology_at IS NULL
      AND (for_office IS NULL OR d.handling_office IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = for_office))
    ORDER BY f.letter_by, d.handling_office, d.source, d.code;
END;
$$;
COMMENT ON FUNCTION stats.letters_due(integer, text) IS
    'Open dossiers without a letter whose last working day for one, at least a day before the first due day (Decree 61/2018 art. 19.9), comes within '
    'so many working days, today included: each is finished in time or needs the letter. VI: Hồ sơ chưa xong, chưa có văn bản xin lỗi, sắp hết '
    'thời hạn gửi văn bản (ít nhất 01 ngày trước ngày hẹn trả, Nghị định 61/2018, Điều 19.9).';

CREATE OR REPLACE FUNCTION stats.overdue_forecast(days integer DEFAULT 10, for_office text DEFAULT NULL)
    RETURNS TABLE (office text, office_name text, day date, working_days_ahead integer, falling_due bigint, overdue bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH working_day AS MATERIALIZED (
        SELECT h.working_days_left AS ahead, min(h.day) AS day FROM motcua.horizon(overdue_forecast.days) AS h GROUP BY h.working_days_left
    ), frame AS MATERIALIZED (
        SELECT min(w.day) AS today, max(w.day) AS last_day FROM working_day AS w
    ), own AS MATERIALIZED (
        SELECT d.handling_office AS office, l.due_on, count(*) AS dossiers
        FROM motcua.dossier AS d
        -- What is overdue today stays so: one day for all of it.
        CROSS JOIN LATERAL (SELECT greatest(d.due_on, (SELECT f.today - 1 FROM frame AS f)) AS due_on) AS l
        WHERE d.outcome IS NULL AND d.received_on <= (SELECT f.today FROM frame AS f) AND d.due_on < (SELECT f.last_day FROM frame AS f)
        GROUP BY d.handling_office, l.due_on
    ), by_office AS (
        SELECT o.code AS office, o.name, w.ahead, w.day, coalesce(sum(n.dossiers), 0)::bigint AS overdue
        FROM motcua.office AS o CROSS JOIN working_day AS w
        LEFT JOIN (SELECT t.ancestor, own.due_on, own.dossiers
                   FROM own JOIN motcua.office_tree AS t ON t.office = own.office
                   WHERE for_office IS NULL OR t.ancestor = for_office) AS n ON n.ancestor = o.code AND n.due_on < w.day
        WHERE for_office IS NULL OR o.code = for_office
        GROUP BY o.code, o.name, w.ahead, w.day
    )
    SELECT b.office, b.name, b.day, b.ahead, b.overdue - lag(b.overdue) OVER (PARTITION BY b.office ORDER BY b.ahead), b.overdue
    FROM by_office AS b
    WHERE (SELECT motcua.is_office(for_office))
    ORDER BY b.office, b.ahead;
END;
$$;
COMMENT ON FUNCTION stats.overdue_forecast(integer, text) IS
    'Overdue dossiers of each office and its subtree today and on each of the next working days if nothing is done: those due before that day. VI: '
    'Số hồ sơ quá hạn hôm nay và từng ngày làm việc tới nếu không giải quyết thêm hồ sơ nào.';

-- Late closings still allowed: the largest k with (late + k) / (resolved + k) not above the ceiling, in integers.
CREATE OR REPLACE FUNCTION motcua.late_allowed(late bigint, resolved bigint, threshold_percent numeric) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN threshold_percent < 100
                THEN greatest(floor((threshold_percent * resolved - 100 * late) / (100 - threshold_percent)), 0)::bigint END;
COMMENT ON FUNCTION motcua.late_allowed(bigint, bigint, numeric)
    IS 'How many more dossiers may be resolved late before the late rate passes a ceiling; null when nothing passes it. VI: Còn được giải quyết quá '
    'hạn bao nhiêu hồ sơ nữa trước khi vượt ngưỡng.';

CREATE OR REPLACE FUNCTION stats.ceiling_forecast(days integer DEFAULT 10, threshold_percent numeric DEFAULT 3, year_start text DEFAULT '01-01',
    for_office text DEFAULT NULL)
    RETURNS TABLE (office text, office_name text, late bigint, resolved bigint, percent numeric, late_allowed bigint, overdue bigint,
                   percent_with_overdue numeric, crossed_on date, state text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH so_far AS MATERIALIZED (
        SELECT r.office, r.numerator AS late, r.denominator AS resolved,
               motcua.late_allowed(r.numerator, r.denominator, threshold_percent) AS late_allowed,
               r.numerator * 100 > threshold_percent * r.denominator AS is_above
        FROM motcua.year_of(motcua.today(), year_start) AS y
        CROSS JOIN LATERAL stats.rates(y.period_from, y.period_to, 'report') AS r
        WHERE r.rate = 'late' AND (for_office IS NULL OR r.office = for_office)
    ), ahead AS (
        SELECT f.office, f.office_name, min(f.overdue) FILTER (WHERE f.working_days_ahead = 0) AS overdue,
               min(f.day) FILTER (WHERE f.overdue > s.late_allowed) AS crossed_on
        FROM stats.overdue_forecast(ceiling_forecast.days, for_office) AS f JOIN so_far AS s ON s.office = f.office
        GROUP BY f.office, f.office_name
    )
    SELECT s.office, a.office_name, s.late, s.resolved, motcua.percent(s.late, s.resolved), s.late_allowed, a.overdue,
           motcua.percent(s.late + a.overdue, s.resolved + a.overdue), CASE WHEN NOT s.is_above THEN a.crossed_on END,
           CASE WHEN s.is_above THEN 'above' WHEN a.crossed_on = motcua.today() THEN 'inevitable'
                WHEN a.crossed_on IS NOT NULL THEN 'soon' ELSE 'below' END
    FROM so_far AS s JOIN ahead AS a ON a.office = s.office
    WHERE (SELECT motcua.is_office(for_office))
    ORDER BY s.office
$$;
COMMENT ON FUNCTION stats.ceiling_forecast(integer, numeric, text, text) IS
    'Where each office stands against the ceiling of the late rate of the reporting year (profile report): how many more it may resolve late, the '
    'rate when its overdue ones are resolved, and the working day on which those overdue suffice to pass it if nothing is done. state: above; '
    'inevitable (the overdue ones pass it already); soon (within the days); below. VI: Khoảng cách của từng cơ quan tới ngưỡng tỷ lệ quá hạn '
    'trong năm báo cáo: đã vượt, chắc chắn vượt, sắp vượt, chưa vượt.';

CREATE OR REPLACE FUNCTION stats.ceiling_dossiers(for_office text DEFAULT NULL, days integer DEFAULT 10, threshold_percent numeric DEFAULT 3,
    year_start text DEFAULT '01-01')
    RETURNS TABLE (ceiling_office text, office text, procedure text, procedure_name text, source text, code text, due_at timestamptz, due_on date,
        place bigint,
                   late_allowed bigint)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT r.ceiling_office, r.office, r.procedure, p.name, r.source, r.code, r.due_at, r.due_on, r.place, r.late_allowed
    FROM (
        SELECT c.office AS ceiling_office, d.handling_office AS office, d.procedure, d.source, d.code, d.due_at, d.due_on, c.late_allowed,
               row_number() OVER (PARTITION BY c.office ORDER BY d.due_on, d.due_at, d.source, d.code) AS place
        FROM stats.ceiling_forecast(ceiling_dossiers.days, threshold_percent, year_start, for_office) AS c
        JOIN motcua.office_tree AS t ON t.ancestor = c.office
        JOIN motcua.dossier AS d ON d.handling_office = t.office AND d.outcome IS NULL AND d.received_on <= motcua.today()
        WHERE c.state IN ('soon', 'inevitable')
          AND d.due_on <= (SELECT max(h.day) FROM motcua.horizon(ceiling_dossiers.days) AS h)
    ) AS r
    LEFT JOIN motcua.procedure AS p ON p.code = r.procedure
    WHERE (SELECT motcua.is_office(for_office)) AND r.place > r.late_allowed AND r.due_on >= motcua.today()
    ORDER BY r.ceiling_office, r.place;
END;
$$;
COMMENT ON FUNCTION stats.ceiling_dossiers(text, integer, numeric, text) IS
    'Open dossiers, not yet overdue, that would push an office and its subtree (null: every office that comes near) over the ceiling of the late '
    'rate if they too became late; place counts those that become overdue in the order of their due dates. VI: Hồ sơ chưa quá hạn mà nếu cũng bị '
    'trễ thì cơ quan vượt ngưỡng tỷ lệ quá hạn trong năm.';

COMMIT;
