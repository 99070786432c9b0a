-- Deploy motcua:calendar to pg
-- requires: schema
-- Deadlines of offices are in working days: Monday to Friday, less public holidays, plus make-up days.

BEGIN;

CREATE TABLE motcua.calendar_day (
    day date PRIMARY KEY,
    working boolean NOT NULL,
    note text NOT NULL
);
COMMENT ON TABLE motcua.calendar_day IS 'Exceptions from Monday to Friday: public holidays and make-up working days (Labour Code 2019, articles '
    '111.3 and 112). Edit it when the Government announces a year. VI: Ngày nghỉ lễ, Tết và ngày làm bù (Bộ luật Lao động 2019, Điều 111 khoản 3 và '
    'Điều 112); sửa khi có thông báo lịch nghỉ của năm.';
COMMENT ON COLUMN motcua.calendar_day.day IS 'Day. VI: Ngày.';
COMMENT ON COLUMN motcua.calendar_day.working IS 'True: offices work although it is a weekend; false: they are closed. VI: Đúng: ngày làm bù; sai: '
    'ngày nghỉ.';
COMMENT ON COLUMN motcua.calendar_day.note IS 'Which holiday, and how far it is announced. VI: Tên ngày nghỉ; ghi rõ nếu mới là dự kiến.';

-- A holiday on a weekend is made up for on the next working day (art. 111.3); civil servants move working days by
-- yearly announcement. Days of 2027 follow from the law alone until their announcement.
INSERT INTO motcua.calendar_day (day, working, note)
SELECT unnest(h.days::date[]), h.working, h.note
FROM (VALUES
    (false, 'Tết Dương lịch', '{2023-01-02,2024-01-01,2025-01-01,2026-01-01,2027-01-01}'),
    (false, 'Tết Nguyên đán', '{2023-01-20,2023-01-23,2023-01-24,2023-01-25,2023-01-26}'),
    (false, 'Tết Nguyên đán', '{2024-02-08,2024-02-09,2024-02-12,2024-02-13,2024-02-14}'),
    (false, 'Tết Nguyên đán', '{2025-01-27,2025-01-28,2025-01-29,2025-01-30,2025-01-31}'),
    (false, 'Tết Nguyên đán', '{2026-02-16,2026-02-17,2026-02-18,2026-02-19,2026-02-20}'),
    (false, 'Tết Nguyên đán (dự kiến)', '{2027-02-05,2027-02-08,2027-02-09,2027-02-10,2027-02-11}'),
    (false, 'Giỗ Tổ Hùng Vương', '{2024-04-18,2025-04-07,2026-04-27,2027-04-16}'),
    (false, 'Giỗ Tổ Hùng Vương, 30/4, 01/5', '{2023-05-01,2023-05-02,2023-05-03}'),
    (false, 'Ngày Chiến thắng, Quốc tế Lao động', '{2024-04-30,2024-05-01,2025-04-30,2025-05-01,2026-04-30,2026-05-01,2027-04-30,2027-05-03}'),
    (false, 'Quốc khánh', '{2023-09-01,2023-09-04,2024-09-02,2024-09-03,2025-09-01,2025-09-02,2026-09-01,2026-09-02,2027-09-02}'),
    (false, 'Quốc khánh (dự kiến)', '{2027-09-03}'),
    (false, 'Ngày Văn hóa Việt Nam (Nghị quyết 80-NQ/TW)', '{2026-11-24,2027-11-24}'),
    (false, 'nghỉ hoán đổi', '{2024-04-29,2025-05-02,2026-01-02,2026-08-31}'),
    (true, 'làm bù', '{2024-05-04,2025-04-26,2026-01-10,2026-08-22}')
) AS h (working, note, days);

CREATE OR REPLACE FUNCTION motcua.is_working_day(on_day date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce((SELECT c.working FROM motcua.calendar_day AS c WHERE c.day = on_day), extract(isodow FROM on_day) < 6);
COMMENT ON FUNCTION motcua.is_working_day(date) IS 'True when offices work on that day. VI: Ngày đó có phải ngày làm việc không.';

CREATE OR REPLACE FUNCTION motcua.add_working_days(from_day date, days integer) RETURNS date
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog
AS $$
DECLARE
    reached date := from_day;
    missing integer := abs(days);
BEGIN
    -- Ends also in a calendar of holidays without end.
    IF missing > 10000 THEN
        RAISE invalid_parameter_value USING MESSAGE = format('%s working days are too many', days);
    END IF;
    WHILE missing > 0 AND abs(reached - from_day) < 100000 LOOP
        reached := reached + sign(days)::integer;
        IF motcua.is_working_day(reached) THEN
            missing := missing - 1;
        END IF;
    END LOOP;
    RETURN reached;
END;
$$;
COMMENT ON FUNCTION motcua.add_working_days(date, integer) IS 'The working day that lies so many working days after a day, or before it when '
    'negative; 0 is the day itself. VI: Ngày làm việc thứ n sau (hoặc trước, nếu âm) một ngày.';

COMMIT;
