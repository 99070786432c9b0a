-- Deploy motcua:forecast to pg
-- requires: calendar
-- requires: figures

BEGIN;

CREATE FUNCTION motcua.horizon(days integer) RETURNS TABLE (day date, working_days_left integer, previous_working_day date)
    LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 30
    SET search_path = pg_catalog
AS $$
BEGIN
    IF days IS NULL OR days NOT BETWEEN 0 AND 250 THEN
        RAISE invalid_parameter_value USING
            MESSAGE = format('%s is not a number of working days ahead', coalesce(days::text, 'null')),
            HINT = 'write a whole number from 0 to 250';
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
COMMENT ON FUNCTION motcua.horizon(integer) IS 'Days from today on until the next working day but so many, with the working days that are left after today up to each. VI: Các ngày từ hôm nay trong phạm vi số ngày làm việc tới.';

CREATE FUNCTION stats.near_due(days integer DEFAULT 3, for_office text DEFAULT NULL)
    RETURNS TABLE (office text, office_name text, procedure text, procedure_name text, source text, code text, status smallint,
                   paused boolean, received_at timestamptz, due_at timestamptz, due_on date, working_days_left integer,
                   apology_at timestamptz, letter_by date, letter text)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    -- One range of the index for each office, whose order the result keeps; arrays spare a join for each of them, and
    -- today is asked for once.
    WITH horizon AS MATERIALIZED (
        SELECT min(h.day) AS today, max(h.day) AS last_day, array_agg(h.working_days_left ORDER BY h.day) AS working_days_left,
               array_agg(h.previous_working_day ORDER BY h.day) AS previous_working_day
        FROM motcua.horizon(near_due.days) AS h
    )
    SELECT o.code, o.name, d.procedure, p.name, d.source, d.code, d.status, d.status IN (5, 6), d.received_at, d.due_at, d.due_on,
           (SELECT h.working_days_left FROM horizon AS h)[d.place], d.apology_at, d.letter_by,
           CASE WHEN d.apology_at IS NOT NULL THEN 'sent' WHEN d.letter_by >= (SELECT h.today FROM horizon AS h) THEN 'possible' ELSE 'missed' END
    FROM motcua.office AS o
    CROSS JOIN LATERAL (
        SELECT d.procedure, d.source, d.code, d.status, d.received_at, d.due_at, d.due_on, d.apology_at, l.place,
               CASE WHEN d.due_at_first = d.due_at THEN (SELECT h.previous_working_day FROM horizon AS h)[l.place]
                    ELSE motcua.add_working_days(motcua.local_day(d.due_at_first), -1) END AS letter_by
        FROM motcua.dossier AS d
        CROSS JOIN LATERAL (SELECT d.due_on - (SELECT h.today FROM horizon AS h) + 1 AS place) AS l
        WHERE d.handling_office = o.code AND d.outcome IS NULL
          AND d.received_on <= (SELECT h.today FROM horizon AS h)
          AND d.due_on BETWEEN (SELECT h.today FROM horizon AS h) AND (SELECT h.last_day FROM horizon AS h)
        OFFSET 0
    ) AS d
    LEFT JOIN motcua.procedure AS p ON p.code = d.procedure
    WHERE for_office IS NULL OR o.code IN (SELECT t.office FROM motcua.office_tree AS t WHERE t.ancestor = for_office)
    ORDER BY o.code, d.due_on, d.received_at, d.source, d.code
$$;
COMMENT ON FUNCTION stats.near_due(integer, text) IS
    'Open dossiers that are due within so many working days, today included, of an office and its subtree (null: all). letter_by: last working day for a letter with a new appointment, at least a day before the first due day (Decree 61/2018 art. 19.9); letter: sent, possible, missed. VI: Hồ sơ đang giải quyết sẽ đến hạn trong số ngày làm việc tới; letter_by là ngày làm việc cuối để gửi văn bản xin lỗi, hẹn lại (Nghị định 61/2018, Điều 19.9).';

CREATE FUNCTION stats.near_due_counts(days integer DEFAULT 3, for_office text DEFAULT NULL)
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
    'What is due within so many working days, per office and procedure: how many, of these today, waiting for a supplement or payment, and still in time for a letter. VI: Số hồ sơ sắp đến hạn theo cơ quan và thủ tục: tổng số, trong ngày hôm nay, đang chờ bổ sung, còn kịp gửi văn bản xin lỗi.';

COMMIT;
