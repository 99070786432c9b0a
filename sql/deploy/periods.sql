-- Deploy motcua:periods to pg
-- requires: schema

BEGIN;

CREATE TABLE motcua.reporting_period (
    period text COLLATE "C" PRIMARY KEY CHECK (period ~ '^[a-z0-9][a-z0-9-]*$'),
    unit text NOT NULL CHECK (unit IN ('year', 'quarter', 'month')),
    from_month integer NOT NULL,
    from_day integer NOT NULL CHECK (from_day BETWEEN 1 AND 31),
    to_month integer NOT NULL,
    to_day integer NOT NULL CHECK (to_day BETWEEN 1 AND 31),
    standing boolean NOT NULL DEFAULT false,
    text_en text NOT NULL,
    text_vi text NOT NULL,
    CHECK ((from_month, from_day) <= (to_month, to_day))
);
COMMENT ON TABLE motcua.reporting_period IS 'Periods as offices report them, by name: NAME/2024, NAME/2024-Q2 or NAME/2024-05, as the unit says. A '
    'province adds its own. VI: Kỳ báo cáo theo tên, viết TÊN/2024, TÊN/2024-Q2 hoặc TÊN/2024-05; địa phương tự bổ sung.';
COMMENT ON COLUMN motcua.reporting_period.period IS 'Name, of small letters, digits and hyphens. VI: Tên kỳ báo cáo.';
COMMENT ON COLUMN motcua.reporting_period.unit IS 'What stands behind the stroke: year, quarter or month. VI: Phần sau dấu gạch chéo: năm, quý hoặc '
    'tháng.';
COMMENT ON COLUMN motcua.reporting_period.from_month IS 'Month of the first day: 0 is the first month of that year, quarter or month, -1 the one '
    'before. VI: Tháng bắt đầu, tính từ tháng đầu của năm, quý, tháng đó là 0.';
COMMENT ON COLUMN motcua.reporting_period.from_day IS 'First day in that month; beyond its end the last day. VI: Ngày bắt đầu.';
COMMENT ON COLUMN motcua.reporting_period.to_month IS 'Month of the last day, counted alike. VI: Tháng kết thúc.';
COMMENT ON COLUMN motcua.reporting_period.to_day IS 'Last day in that month; 31 is its end. VI: Ngày kết thúc; 31 là ngày cuối tháng.';
COMMENT ON COLUMN motcua.reporting_period.standing IS 'Its figures are stored every night until a month after its end. VI: Chốt số liệu hằng đêm đến '
    'một tháng sau khi hết kỳ.';
COMMENT ON COLUMN motcua.reporting_period.text_en IS 'Meaning in English. VI: Ý nghĩa (tiếng Anh).';
COMMENT ON COLUMN motcua.reporting_period.text_vi IS 'Meaning in Vietnamese. VI: Ý nghĩa.';

INSERT INTO motcua.reporting_period (period, unit, from_month, from_day, to_month, to_day, text_en, text_vi) VALUES
    ('bao-cao-6-thang', 'year', -1, 7, 5, 6, '6-month report of a year, from 7 December of the year before to 6 June',
        'báo cáo 6 tháng đầu năm, từ ngày 07/12 năm trước đến ngày 06/6'),
    ('thang-15-14', 'month', -1, 15, 0, 14, 'month, from the 15th of the month before to the 14th', 'tháng, từ ngày 15 tháng trước đến ngày 14');

CREATE OR REPLACE FUNCTION motcua.day_of_month(first_day date, months integer, day integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN least((first_day + make_interval(months => months, days => day - 1))::date,
                 (first_day + make_interval(months => months + 1))::date - 1);
COMMENT ON FUNCTION motcua.day_of_month(date, integer, integer)
    IS 'A day of the month that lies so many months after the first day of another one; beyond its end the last day. VI: Ngày trong tháng cách một '
    'tháng khác số tháng cho trước.';

CREATE OR REPLACE FUNCTION stats.period(name text, OUT period_from date, OUT period_to date)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
    SET datestyle = 'ISO'
AS $$
DECLARE
    part text[];
    first_month integer;
    months integer;
BEGIN
    BEGIN
        part := regexp_match(name, '^(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?$');
        IF part IS NOT NULL THEN
            period_from := part[1]::date;
            period_to := coalesce(part[2], part[1])::date;
        ELSE
            part := regexp_match(name, '^(?:([a-z0-9][a-z0-9-]*)/)?(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?$');
            first_month := coalesce(part[3]::integer * 6 - 5, part[4]::integer * 3 - 2, part[5]::integer, 1);
            months := CASE WHEN part[3] IS NOT NULL THEN 6 WHEN part[4] IS NOT NULL THEN 3 WHEN part[5] IS NOT NULL THEN 1 ELSE 12 END;
            period_from := make_date(part[2]::integer, first_month, 1);
            period_to := (period_from + make_interval(months => months))::date - 1;
            IF part[1] IS NOT NULL THEN
                SELECT motcua.day_of_month(period.period_from, r.from_month, r.from_day),
                    motcua.day_of_month(period.period_from, r.to_month, r.to_day)
                INTO period_from, period_to
                FROM motcua.reporting_period AS r
                WHERE r.period = part[1] AND months = CASE r.unit WHEN 'year' THEN 12 WHEN 'quarter' THEN 3 ELSE 1 END;
            END IF;
        END IF;
    EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
        period_from := NULL;
    END;
    IF period_from IS NULL OR period_to IS NULL OR period_to < period_from THEN
        RAISE invalid_parameter_value USING
            MESSAGE = format('%s is not a period', coalesce(quote_literal(name), 'null')),
            HINT = concat_ws(', ', 'write 2024, 2024-H1, 2024-Q2, 2024-05, 2024-05-17, 2023-12-07..2024-06-06', (
                SELECT string_agg(r.period || CASE r.unit WHEN 'year' THEN '/2024' WHEN 'quarter' THEN '/2024-Q2' ELSE '/2024-05' END,
                    ', ' ORDER BY r.period)
                FROM motcua.reporting_period AS r));
    END IF;
END;
$$;
COMMENT ON FUNCTION stats.period(text) IS 'Days, both included, of a period written as 2024, 2024-H1, 2024-Q2, 2024-05, 2024-05-17, '
    '2023-12-07..2024-06-06, or by its name in motcua.reporting_period: bao-cao-6-thang/2024. VI: Ngày đầu và ngày cuối của kỳ báo cáo.';

CREATE OR REPLACE FUNCTION motcua.period_kind(period_from date, period_to date) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN extract(day FROM period_from) = 1 AND period_to = (period_from + interval '1 month')::date - 1 THEN 'month'
        WHEN extract(day FROM period_from) = 1 AND extract(month FROM period_from) IN (1, 4, 7, 10)
             AND period_to = (period_from + interval '3 months')::date - 1 THEN 'quarter'
        WHEN extract(day FROM period_from) = 1 AND extract(month FROM period_from) IN (1, 7)
            AND period_to = (period_from + interval '6 months')::date - 1 THEN 'half'
        WHEN period_to = (period_from + interval '1 year')::date - 1
            THEN CASE WHEN extract(doy FROM period_from) = 1 THEN 'year' ELSE 'reporting_year' END
        ELSE 'other'
    END;
COMMENT ON FUNCTION motcua.period_kind(date, date) IS 'What a period is: month, quarter, half or year of the calendar, reporting_year for a year '
    'that begins on another day, else other. VI: Loại kỳ: tháng, quý, nửa năm, năm theo lịch; reporting_year là năm báo cáo bắt đầu vào ngày khác; '
    'other là kỳ khác.';

CREATE OR REPLACE FUNCTION stats.standing_periods(on_day date, year_start text DEFAULT '01-01')
    RETURNS TABLE (period_from date, period_to date)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT y.period_from, y.period_to
    FROM (VALUES (on_day), ((on_day - interval '1 month')::date)) AS v (day)
    CROSS JOIN (VALUES (year_start), ('01-01')) AS w (year_start)
    CROSS JOIN LATERAL motcua.year_of(v.day, w.year_start) AS y
    UNION
    SELECT date_trunc(w.unit, v.day)::date, (date_trunc(w.unit, v.day) + w.step)::date - 1
    FROM (VALUES (on_day::timestamp), (on_day - interval '1 month')) AS v (day)
    CROSS JOIN (VALUES ('quarter', interval '3 months'), ('month', interval '1 month')) AS w (unit, step)
    UNION
    SELECT h.period_from, (h.period_from + interval '6 months')::date - 1
    FROM (VALUES (on_day::timestamp), (on_day - interval '1 month')) AS v (day)
    CROSS JOIN LATERAL (SELECT make_date(extract(year FROM v.day)::integer, CASE WHEN extract(month FROM v.day) > 6 THEN 7 ELSE 1 END,
        1) AS period_from) AS h
    UNION
    SELECT p.period_from, p.period_to
    FROM motcua.reporting_period AS r
    -- Whatever its months are counted from, one of these years, quarters or months is the one meant.
    CROSS JOIN LATERAL generate_series(date_trunc(r.unit, on_day - make_interval(months => r.to_month + 13)),
                                       on_day - make_interval(months => r.from_month - 13), CASE r.unit WHEN 'year' THEN interval '1 year'
                                           WHEN 'quarter' THEN interval '3 months' ELSE interval '1 month' END) AS first_day
    CROSS JOIN LATERAL (SELECT motcua.day_of_month(first_day::date, r.from_month, r.from_day) AS period_from,
                               motcua.day_of_month(first_day::date, r.to_month, r.to_day) AS period_to) AS p
    WHERE r.standing AND on_day BETWEEN p.period_from AND (p.period_to + interval '1 month')::date
$$;
COMMENT ON FUNCTION stats.standing_periods(date, text) IS 'Periods whose figures are stored every night: the reporting year, the calendar year, its '
    'half, the quarter, the month, and the standing ones of motcua.reporting_period, each until a month after its end, so that the last figures are '
    'those of the whole period. VI: Các kỳ được chốt số liệu hằng đêm, đến một tháng sau khi hết kỳ.';

COMMIT;
