-- Deploy motcua:working_days to pg
-- requires: rank_groups
-- How many working days lie between two days.

BEGIN;

-- The calendar of PostgreSQL begins on a Monday.
CREATE OR REPLACE FUNCTION motcua.weekdays_until(day date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (day - date '4714-11-24 BC') / 7 * 5 + least((day - date '4714-11-24 BC') % 7 + 1, 5);
COMMENT ON FUNCTION motcua.weekdays_until(date) IS 'Mondays to Fridays since the first day of the calendar, up to a day and with it. VI: Số ngày từ '
    'thứ Hai đến thứ Sáu tính đến hết một ngày.';

-- Days after the first one count, and the last one does, as motcua.add_working_days counts: from a Monday to the Tuesday it
-- is one. Backwards it is days before the first one, so that both ends are put back by a day.
CREATE OR REPLACE FUNCTION motcua.working_days_between(from_day date, to_day date) RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        SELECT motcua.weekdays_until(to_day - b.back) - motcua.weekdays_until(from_day - b.back)
               + CASE WHEN b.back = 0 THEN 1 ELSE -1 END * (
                   SELECT count(*) FILTER (WHERE c.working AND extract(isodow FROM c.day) > 5)
                          - count(*) FILTER (WHERE NOT c.working AND extract(isodow FROM c.day) < 6)
                   FROM motcua.calendar_day AS c
                   WHERE c.day > least(from_day, to_day) - b.back AND c.day <= greatest(from_day, to_day) - b.back)
        FROM (SELECT (to_day < from_day)::integer AS back) AS b);
COMMENT ON FUNCTION motcua.working_days_between(date, date) IS
    'Working days after the first day up to the second one, which counts when offices work on it; from a later day back to an earlier one those '
    'before the first day, negative. motcua.add_working_days(a, motcua.working_days_between(a, b)) is the last working day up to b, backwards the '
    'first from b on, and a itself where there is none. VI: Số ngày làm việc sau ngày thứ nhất đến hết ngày thứ hai; âm nếu tính ngược.';

-- For many days at once: functions that become a part of the statement, so that the calendar is read once and not for each
-- row. A million pairs take a third of a second, and six by the function above.
CREATE OR REPLACE FUNCTION motcua.days_off()
    RETURNS TABLE (holidays date[], made_up date[])
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
    SELECT ARRAY(SELECT h.day FROM motcua.calendar_day AS h WHERE NOT h.working AND extract(isodow FROM h.day) < 6 ORDER BY h.day),
           ARRAY(SELECT m.day FROM motcua.calendar_day AS m WHERE m.working AND extract(isodow FROM m.day) > 5 ORDER BY m.day)
$$;
COMMENT ON FUNCTION motcua.days_off() IS 'Weekdays on which offices are closed, and weekends on which they work, in their order. VI: Các ngày nghỉ lễ '
    'trong tuần và các ngày làm bù cuối tuần.';

CREATE OR REPLACE FUNCTION motcua.working_day_number(day date, holidays date[], made_up date[]) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN motcua.weekdays_until(day) - width_bucket(day, holidays) + width_bucket(day, made_up);
COMMENT ON FUNCTION motcua.working_day_number(date, date[], date[]) IS 'Working days since the first day of the calendar up to a day and with it, by '
    'the arrays of motcua.days_off: of two days the difference is motcua.working_days_between, when the second is not before the first. VI: Số thứ '
    'tự ngày làm việc; hiệu của hai số là số ngày làm việc giữa hai ngày.';

CREATE OR REPLACE FUNCTION motcua.working_days(from_day date, to_day date) RETURNS TABLE (days integer)
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
AS $$
    SELECT motcua.working_day_number(to_day - b.back, c.holidays, c.made_up) - motcua.working_day_number(from_day - b.back, c.holidays, c.made_up)
    FROM (SELECT (to_day < from_day)::integer AS back) AS b CROSS JOIN motcua.days_off() AS c
$$;
COMMENT ON FUNCTION motcua.working_days(date, date) IS 'What motcua.working_days_between says, for many pairs: FROM motcua.dossier AS d CROSS JOIN '
    'LATERAL motcua.working_days(d.received_on, d.closed_on) AS w. VI: Như motcua.working_days_between, dùng cho nhiều dòng.';

REVOKE ALL ON FUNCTION motcua.weekdays_until(date), motcua.working_days_between(date, date), motcua.working_days(date, date), motcua.days_off(),
    motcua.working_day_number(date, date[], date[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua.weekdays_until(date), motcua.working_days_between(date, date), motcua.working_days(date, date), motcua.days_off(),
    motcua.working_day_number(date, date[], date[])
TO motcua_ingest, motcua_stats, motcua_analyst;

COMMIT;
